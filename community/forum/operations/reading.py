"""How far a member has read, and what she follows."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.utils import timezone

from community.core.caching.compiled_query import CompiledUpdate
from community.forum.models import Follow, Post, Thread, Visit
from community.notifications import operations as notifications

if TYPE_CHECKING:
    from community.members.models import Member


def visit(
    member: "Member",
    thread: Thread,
    *,
    number: int,
    already: int,
    first: int = 1,
    read_through: int = 0,
    notified: bool = False,
) -> None:
    """She has posts `first` to `number` of the thread before her. Neither of her marks ever goes back.

    The highest number she saw moves to `number`. Her read_through, where she goes on reading, moves there only when nothing
    lies unread between it and `first`: a look at the last page leaves it where it is. Of her notifications those about
    posts in such a gap stay unread (notifications.seen_up_to).

    `already`, `read_through` and `told` (whether she has unread notifications about the thread) are as the page found them,
    so that a second look costs no statement."""
    moves = number > already or first - 1 <= read_through < number
    if not (moves or notified):
        return
    with transaction.atomic():
        if moves:
            _move(member, thread, first, number)
        notifications.seen_up_to(member, thread.key, first=1 if first - 1 <= read_through else first, number=number)


def author_has_read(author: "Member", thread: Thread, post: Post) -> None:
    """Whoever posts right behind what she has read has read her own post too; it closes no gap before it."""
    number = post.number or 1
    if number == 1:
        _move(author, thread, 1, 1)
        return
    GOES_ON.run(member=author.pk, thread=thread.pk, seen=number - 1, number=number, now=timezone.now())


def _goes_on(member: int, thread: int, seen: int, number: int, now: datetime) -> tuple[QuerySet[Visit], dict[str, Any]]:
    read_through = Case(When(read_through=seen, then=number), default=F("read_through"), output_field=IntegerField())
    behind = Visit.objects.filter(member=member, thread=thread, number=seen)
    return behind, {"number": number, "read_through": read_through, "visited_at": now}


GOES_ON = CompiledUpdate(_goes_on)


def _move(member: "Member", thread: Thread, first: int, number: int) -> None:
    """Move both marks in one statement, each by what is stored: another tab may have been quicker."""
    now = timezone.now()
    goes_on = Q(read_through__gte=first - 1, read_through__lt=number)
    behind = Visit.objects.filter(Q(number__lt=number) | goes_on, member=member, thread=thread)
    moved: dict[str, Any] = {
        "number": Greatest("number", Value(number), output_field=IntegerField()),
        "read_through": Case(When(goes_on, then=number), default=F("read_through"), output_field=IntegerField()),
        "visited_at": now,
    }
    if not behind.update(**moved):
        begun = number if first == 1 else 0
        visit = Visit(member=member, thread=thread, number=number, read_through=begun, visited_at=now)
        Visit.objects.bulk_create([visit], ignore_conflicts=True)
        behind.update(**moved)  # another tab was first, with an earlier page


def follow(thread: Thread, member: "Member") -> None:
    """She wants to hear of replies."""
    Follow.objects.update_or_create(thread=thread, member=member, defaults={"active": True})


def unfollow(thread: Thread, member: "Member") -> None:
    """She does not want to hear of replies any more, also after posting again."""
    Follow.objects.update_or_create(thread=thread, member=member, defaults={"active": False})
