"""Reply to a thread."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from community.composing import operations as composing
from community.core.text.fingerprint import fingerprint
from community.core.text.richtext import RichText
from community.forum.models import Follow, Post, State, Thread
from community.forum.operations import counters, mentions, reading
from community.forum.operations.changing import LIST, PAGE, changing
from community.forum.operations.submission import earlier_post, idempotency_key
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
    once: bool = False,
) -> Post:
    """Add a reply with its pictures and notify followers; a repeated submission returns the first reply.

    A submission is repeated when `token` and content are the same; other words with the same token are another reply.
    `follows` says that the author is known to follow the thread, which saves a query. With `once`, raises AlreadyPosted
    when the author has posted the same words in this thread lately.
    Raises PermissionDenied when the thread is locked or not for this author."""
    findings = safety.screen(text_with_descriptions(pictures, text.plain), author)
    key = idempotency_key(token, thread.pk, text.html, answers and answers.pk, labels)
    words = fingerprint(text)
    with changing(thread, shows=PAGE | LIST) as change:
        thread = change.thread
        if earlier := earlier_post(author, key, pictures, words=words, once=once, thread=thread):
            change.cancel()
            return earlier
        check_can_reply(author, thread)
        now = timezone.now()
        post = Post(thread=thread, author=author, answers=answers, token=key, created_at=now, labels=labels)
        post.html, post.plain, post.fingerprint = text.html, text.plain, words
        if findings:
            change.cancel()
            return hold(post, findings, pictures)
        counters.publish(post, change, at=now)
        named = mentions.link_names(post, thread)
        post.save()
        attach_pictures(post, pictures)
        if not follows:
            Follow.objects.bulk_create([Follow(thread=thread, member=author)], ignore_conflicts=True)
        reading.author_has_read(author, thread, post)
        announce(post, thread, named)
    return post


def hold(post: Post, findings: list[safety.Finding], pictures: Sequence[composing.Chosen] = ()) -> Post:
    """Hold a post for review by a moderator; until then only its author sees it and can remove it."""
    post.state = State.HELD
    post.save()
    attach_pictures(post, pictures)
    safety.open_case(
        post.key, context=post.thread.key, kind="held", text=post.plain, author=post.author, findings=findings
    )
    return post


def attach_pictures(post: Post, pictures: Sequence[composing.Chosen]) -> None:
    """Attach pictures to a saved post. No query without pictures."""
    if pictures:
        post.images = composing.attach(post.key, post.author, pictures)
        post.save(update_fields=["images"])


def text_with_descriptions(pictures: Sequence[composing.Chosen], text: str) -> str:
    """The text of a post with the descriptions of its pictures, for screening."""
    return "\n".join([text, *(picture.alt for picture in pictures)])


def announce(post: Post, thread: Thread, named: Mapping[int, str]) -> None:
    """Notify members whom the reply concerns, `named` in it or not, and the thread's followers."""
    notifications.record(
        Kind.REPLIED,
        context=thread.key,
        source=post.key,
        actor=post.author,
        number=post.number or 0,
        personal=mentions.to_notify(post, thread, named),
    )


def announce_start(post: Post, thread: Thread, named: Iterable[int]) -> None:
    """Notify members whom an opening post names; nobody follows the thread yet."""
    notifications.notify_each(
        dict.fromkeys(mentions.without_muting(post, thread, named), Kind.MENTIONED),
        context=thread.key,
        source=post.key,
        actor=post.author,
        number=post.number or 0,
    )
