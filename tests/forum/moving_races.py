"""A reply against a moderator's act on the same discussion: what must hold whichever commits first."""

from collections.abc import Callable
from uuid import uuid4

from django.core.exceptions import PermissionDenied

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Group, Post, State, Thread
from community.members.models import Member
from tests.acts import reply, start
from tests.forum.concurrency import together

ACTS = ("lock", "move", "merge", "split", "remove", "narrow")


def race(act: str, group: Group, other: Group, author: Member, writer: Member) -> bool:
    """Let a reply and an act on its discussion run at once; check both, and return whether the reply was accepted.

    The writer retries as the view does: in the discussion that has the posts now."""
    thread = start(group, author, f"Race {uuid4()}").thread
    into = start(other, author, "Another one").thread
    first = reply(thread, writer, "First")
    token, text = uuid4(), richtext.from_plain(f"Second {uuid4()}")

    def write() -> Post | None:
        try:
            return forum.reply_to(thread, author=writer, text=text, token=token)
        except PermissionDenied:
            if act != "merge":
                return None
        return forum.reply_to(into, author=writer, text=text, token=token)

    acts: dict[str, Callable[[], object]] = {
        "lock": lambda: forum.set_locked(thread, True),
        "move": lambda: forum.move_thread(thread, other),
        "merge": lambda: forum.merge_threads(thread, into),
        "split": lambda: forum.split_thread(thread, [2], title="Somewhere else"),
        "remove": lambda: forum.remove_post(first, by_author=False),
        "narrow": lambda: forum.set_audience(thread, "members"),
    }
    seen: list[int] = []

    def decide() -> None:
        acts[act]()
        seen.append(Post.objects.filter(thread=thread).count())

    (post, _nothing), _seconds = together([write, decide])

    stored = list(Post.objects.filter(plain=text.plain))
    assert stored == ([post] if post else [])  # none lost, none doubled
    if act == "lock":
        assert Post.objects.filter(thread=thread).count() == seen[0]  # none after the lock's commit
    elif act != "merge":
        assert post is not None
    if act == "merge":
        assert stored[0].thread_id == into.pk
        assert not Post.objects.filter(thread=thread).exists()
    for one in Thread.objects.filter(pk__in=[thread.pk, into.pk]):
        numbers = list(one.posts.filter(number__isnull=False).order_by("number").values_list("number", flat=True))
        assert numbers == sorted(set(numbers))
        published = one.posts.filter(state=State.PUBLISHED)
        assert one.reply_count == published.filter(number__gt=1).count()
        assert one.last_number == max(numbers, default=0)
    return post is not None
