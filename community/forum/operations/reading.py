"""Record how far a member has read."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.utils import timezone

from community.core.caching.compiled_query import CompiledUpdate
from community.forum.models import Post, Thread, Visit
from community.forum.selectors.thread_page import ReadingState
from community.notifications import operations as notifications

if TYPE_CHECKING:
    from community.members.models import Member

NEVER_READ = ReadingState()


def visit(member: "Member", thread: Thread, reading: ReadingState = NEVER_READ, *, number: int, first: int = 1) -> None:
    """Record that posts `first` to `number` of the thread are on the member's page.

    Neither number of the Visit ever goes down. `number` moves up to the highest one seen; `read_through` only when
    nothing lies unread between it and `first`, so opening the last page leaves it alone. Notifications about posts in
    such a gap stay unread (notifications.seen_up_to).

    `reading` is the state that the page loaded: when nothing changes, no query runs."""
    without_gap = first - 1 <= reading.read_through
    moves = number > reading.read_up_to or (without_gap and reading.read_through < number)
    if not (moves or reading.has_unread_notifications):
        return
    with transaction.atomic():
        if moves:
            _move(member, thread, first, number)
        notifications.seen_up_to(member, thread.key, first=1 if without_gap else first, number=number)


def author_has_read(author: "Member", thread: Thread, post: Post) -> None:
    """Count the author's new post as read when they had seen the one before it.

    `read_through` moves only if it was there too: a post closes no gap before it."""
    number = post.number or 1
    if number == 1:
        _move(author, thread, 1, 1)
        return
    READ_NEXT.run(member=author.pk, thread=thread.pk, seen=number - 1, number=number, now=timezone.now())


def _read_next(
    member: int, thread: int, seen: int, number: int, now: datetime
) -> tuple[QuerySet[Visit], dict[str, Any]]:
    read_through = Case(When(read_through=seen, then=number), default=F("read_through"), output_field=IntegerField())
    rows = Visit.objects.filter(member=member, thread=thread, number=seen)
    return rows, {"number": number, "read_through": read_through, "visited_at": now}


READ_NEXT = CompiledUpdate(_read_next)


def _move(member: "Member", thread: Thread, first: int, number: int) -> None:
    """Move both numbers in one query, each from its stored value: another tab may have moved them meanwhile."""
    now = timezone.now()
    without_gap = Q(read_through__gte=first - 1, read_through__lt=number)
    rows = Visit.objects.filter(Q(number__lt=number) | without_gap, member=member, thread=thread)
    changes: dict[str, Any] = {
        "number": Greatest("number", Value(number), output_field=IntegerField()),
        "read_through": Case(When(without_gap, then=number), default=F("read_through"), output_field=IntegerField()),
        "visited_at": now,
    }
    if not rows.update(**changes):
        read_through = number if first == 1 else 0
        visit = Visit(member=member, thread=thread, number=number, read_through=read_through, visited_at=now)
        Visit.objects.bulk_create([visit], ignore_conflicts=True)
        rows.update(**changes)  # another tab created the row first, from an earlier page
