"""Reply to a thread."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from community.core.richtext import RichText
from community.forum.models import Follow, Post, State, Thread
from community.forum.operations import counting, reading
from community.forum.policies import check_can_reply
from community.notifications import operations as notifications
from community.notifications.models import Kind
from community.safety import operations as safety

if TYPE_CHECKING:
    from community.members.models import Member


def reply_to(thread: Thread, *, author: "Member", text: RichText, token: UUID, answers: Post | None = None) -> Post:
    """Add a reply and tell the thread's followers; a repeated token gives the first reply back.

    Raises PermissionDenied when the thread is locked or not for this author."""
    findings = safety.screen(text.plain, author)
    with transaction.atomic():
        thread = counting.locked(thread)
        if earlier := Post.objects.filter(author=author, token=token).first():
            return earlier
        check_can_reply(author, thread)
        now = timezone.now()
        post = Post(
            thread=thread, author=author, answers=answers, token=token, html=text.html, plain=text.plain, created_at=now
        )
        if findings:
            return hold(post, findings)
        counting.place(post, thread, at=now)
        post.save()
        Follow.objects.bulk_create([Follow(thread=thread, member=author)], ignore_conflicts=True)
        reading.author_has_read(author, thread, post)
        announce(post, thread)
    return post


def hold(post: Post, findings: list[safety.Finding]) -> Post:
    """Keep a post from view until a moderator has looked at it; its author sees it and can withdraw it."""
    post.state = State.HELD
    post.save()
    safety.open_case(
        post.key, context=post.thread.key, kind="held", text=post.plain, author=post.author, findings=findings
    )
    return post


def announce(post: Post, thread: Thread) -> None:
    """Tell whoever wrote the post that this one answers, if she may still read here, and the thread's followers."""
    answered = post.answers.author if post.answers else None
    may_read = answered and Thread.objects.visible_to(answered).filter(pk=thread.pk).exists()
    notifications.record(
        Kind.REPLIED,
        context=thread.key,
        source=post.key,
        actor=post.author,
        number=post.number or 0,
        personal={answered.pk: Kind.ANSWERED} if answered and may_read else {},
    )
