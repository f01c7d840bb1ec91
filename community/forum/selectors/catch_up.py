"""Sort what others published in a thread since a member's last visit by why it may matter to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.core import refs
from community.forum.blocked_quotes import own_texts
from community.forum.models import Post, State, Thread
from community.members.models import Role
from community.notifications.models import Kind, Notification

if TYPE_CHECKING:
    from community.members.models import Member

MOST = 2_000  # the newest posts that are sorted
SHOWN = {"named": 20, "answers": 20, "mentors": 10, "starter": 10, "others": 5}
HEADINGS = {
    "named": _("Where you were mentioned or quoted"),
    "answers": _("Replies to you"),
    "mentors": _("From mentors"),
    "starter": _("From the person who started this"),
    "others": _("From others"),
}


@dataclass(frozen=True)
class Category:
    """The newest posts of one kind in the order of the thread, and how many more came before them."""

    kind: str
    posts: list[Post]
    more: int

    @property
    def heading(self) -> str | Promise:
        """What the posts have in common."""
        return HEADINGS[self.kind]


@dataclass(frozen=True)
class News:
    """All new posts by category. `searched_from` is the first number that was looked at when there were too many."""

    count: int
    categories: list[Category]
    searched_from: int | None


def news_since(number: int, thread: Thread, member: "Member", *, blocks: bool = False) -> News:
    """Load what others published after post `number`, each post in the first category that fits: three queries.

    `blocks`: the member has blocked somebody, whose words are left out where they are quoted; two queries more."""
    after = max(number, thread.last_number - MOST)
    by_kind: dict[str, list[int]] = {kind: [] for kind in SHOWN}
    for pk, kind in _with_kinds(after, thread, member):
        by_kind[kind].append(pk)
    shown = {kind: pks[-SHOWN[kind] :] for kind, pks in by_kind.items()}
    wanted = [pk for pks in shown.values() for pk in pks]
    posts = Post.objects.visible_to(member).filter(pk__in=wanted).select_related("author").defer("html").in_bulk()
    for pk, plain in own_texts(posts, member).items() if blocks else ():
        posts[pk].plain = plain
    categories = [
        Category(kind, [posts[pk] for pk in pks if pk in posts], len(by_kind[kind]) - len(pks))
        for kind, pks in shown.items()
        if pks
    ]
    count = sum(len(pks) for pks in by_kind.values())
    return News(count, categories, after + 1 if after > number else None)


def _with_kinds(after: int, thread: Thread, member: "Member") -> Iterator[tuple[int, str]]:
    """The keys of the new posts with their kinds.

    Posts that the member has unread notifications about are new wherever they are: a visit may have skipped them."""
    notified = Notification.objects.filter(
        Q(first_number__gt=after) | Q(read_at=None),
        recipient=member,
        context=thread.key,
        kind__in=[Kind.MENTIONED, Kind.QUOTED, Kind.ANSWERED],
    ).order_by("-pk")[:MOST]
    kinds = {refs.split(source)[1]: kind for source, kind in notified.values_list("source", "kind")}
    new = Q(number__gt=after) | Q(pk__in=kinds) if kinds else Q(number__gt=after)
    posts = Post.objects.filter(new, thread=thread, state=State.PUBLISHED).exclude(author=member).order_by("number")
    posts = posts.not_muted_by(member).not_blocked_by(member)
    for pk, author, role, answered in posts.values_list("pk", "author", "author__role", "answers__author"):
        if kinds.get(pk, Kind.ANSWERED) != Kind.ANSWERED:
            yield pk, "named"
        elif answered == member.pk:
            yield pk, "answers"
        elif role == Role.MENTOR:
            yield pk, "mentors"
        elif author and author == thread.author_id:
            yield pk, "starter"
        else:
            yield pk, "others"
