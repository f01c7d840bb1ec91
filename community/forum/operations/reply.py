"""Reply to a thread."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from community.composing import operations as composing
from community.core.text.richtext import RichText
from community.forum.models import Follow, Post, State, Thread
from community.forum.operations import counters, mentions, reading
from community.forum.operations.changing import LIST, PAGE, changing
from community.forum.policies import check_can_reply
from community.notifications import operations as notifications
from community.notifications.models import Kind
from community.safety import operations as safety

if TYPE_CHECKING:
    from community.members.models import Member


def reply_to(
    thread: Thread,
    *,
    author: "Member",
    text: RichText,
    token: UUID,
    answers: Post | None = None,
    labels: int = 0,
    pictures: Sequence[composing.Chosen] = (),
    follows: bool = False,
) -> Post:
    """Add a reply with its pictures and tell the thread's followers; a repeated token gives the first reply back.

    `follows` says that the author is known to follow it already, which saves a statement.

    Raises PermissionDenied when the thread is locked or not for this author."""
    findings = safety.screen(with_words_of(pictures, text.plain), author)
    with changing(thread, shows=PAGE | LIST) as change:
        thread = change.thread
        earlier = Post.objects.filter(author=author.pk, token=token)
        if earlier.exists():
            change.cancel()
            return earlier.get()
        check_can_reply(author, thread)
        now = timezone.now()
        post = Post(thread=thread, author=author, answers=answers, token=token, created_at=now, labels=labels)
        post.html, post.plain = text.html, text.plain
        if findings:
            change.cancel()
            return hold(post, findings, pictures)
        counters.publish(post, change, at=now)
        named = mentions.link_names(post, thread)
        post.save()
        show_pictures(post, pictures)
        if not follows:
            Follow.objects.bulk_create([Follow(thread=thread, member=author)], ignore_conflicts=True)
        reading.author_has_read(author, thread, post)
        announce(post, thread, named)
    return post


def hold(post: Post, findings: list[safety.Finding], pictures: Sequence[composing.Chosen] = ()) -> Post:
    """Keep a post from view until a moderator has looked at it; its author sees it and can withdraw it."""
    post.state = State.HELD
    post.save()
    show_pictures(post, pictures)
    safety.open_case(
        post.key, context=post.thread.key, kind="held", text=post.plain, author=post.author, findings=findings
    )
    return post


def show_pictures(post: Post, pictures: Sequence[composing.Chosen]) -> None:
    """Give a post that was just saved its pictures. Without pictures, no statement."""
    if pictures:
        post.images = composing.attach(post.key, post.author, pictures)
        post.save(update_fields=["images"])


def with_words_of(pictures: Sequence[composing.Chosen], words: str) -> str:
    """All that a post says: its words, and what its pictures are said to show."""
    return "\n".join([words, *(picture.alt for picture in pictures)])


def announce(post: Post, thread: Thread, named: Mapping[int, str]) -> None:
    """Tell whom the reply concerns, those `named` in it among them, and the thread's followers."""
    notifications.record(
        Kind.REPLIED,
        context=thread.key,
        source=post.key,
        actor=post.author,
        number=post.number or 0,
        personal=mentions.to_notify(post, thread, named),
    )


def announce_start(post: Post, thread: Thread, named: Iterable[int]) -> None:
    """Tell those whom an opening post names; nobody follows the thread yet."""
    notifications.notify_each(
        dict.fromkeys(mentions.without_muting(post, thread, named), Kind.MENTIONED),
        context=thread.key,
        source=post.key,
        actor=post.author,
        number=post.number or 0,
    )
