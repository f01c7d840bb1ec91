"""How far a member has read, and what she follows."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from community.forum.models import Follow, Post, Thread, Visit
from community.notifications import operations as notifications

if TYPE_CHECKING:
    from community.members.models import Member


def visit(member: "Member", thread: Thread, *, number: int, already: int, told: bool = False) -> None:
    """Move her place in the thread to post `number`; it never goes back. Nothing is written when it stays.

    `already` is her place and `told` whether she has unread notifications about the thread, as the page found them,
    so that a second look costs no statement."""
    if number <= already and not told:
        return
    with transaction.atomic():
        _move_place(member, thread, number)
        notifications.seen_up_to(member, thread.key, number=number)


def author_has_read(author: "Member", thread: Thread, post: Post) -> None:
    """Whoever posts right behind what she has read has read her own post too."""
    before = (post.number or 1) - 1
    if before == 0:
        _move_place(author, thread, 1)
        return
    place = Visit.objects.filter(member=author, thread=thread, number=before)
    place.update(number=post.number, visited_at=timezone.now())


def _move_place(member: "Member", thread: Thread, number: int) -> None:
    now = timezone.now()
    behind = Visit.objects.filter(member=member, thread=thread, number__lt=number)
    if not behind.update(number=number, visited_at=now):
        first = Visit(member=member, thread=thread, number=number, visited_at=now)
        Visit.objects.bulk_create([first], ignore_conflicts=True)
        behind.update(number=number, visited_at=now)  # another tab was first, with an earlier page


def follow(thread: Thread, member: "Member") -> None:
    """She wants to hear of replies."""
    Follow.objects.update_or_create(thread=thread, member=member, defaults={"active": True})


def unfollow(thread: Thread, member: "Member") -> None:
    """She does not want to hear of replies any more, also after posting again."""
    Follow.objects.update_or_create(thread=thread, member=member, defaults={"active": False})
