"""Mark the threads of a group as read for a member, and take that back."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Case, F, OuterRef, Q, Subquery, When

from community.forum.models import Group, Thread, Visit
from community.notifications import operations as notifications

if TYPE_CHECKING:
    from community.members.models import Member


class VisitBefore(NamedTuple):
    """A visit before its thread was marked as read, and `marked`, the number that it has since."""

    thread: int
    number: int
    read_through: int
    marked: int


class MarkedRead(NamedTuple):
    """What marking a group as read has changed: visits, and the keys of notifications."""

    visits: list[VisitBefore]
    notifications: list[int]


def read_group(group: Group, member: "Member") -> MarkedRead:
    """Count all posts as read in the threads of the group that the member has opened before.

    As after a look at the last page, `read_through` moves only where nothing was unread before it: the place in a long
    thread is not lost. Notifications of replies in these threads are read with it, but not those of replies to the
    member and of mentions. The number of queries is fixed."""
    readable = Thread.objects.visible_to(member).filter(group=group)
    behind = Visit.objects.filter(member=member, thread__in=readable, number__lt=F("thread__last_number"))
    last = Subquery(Thread.objects.filter(pk=OuterRef("thread")).values("last_number"))
    with transaction.atomic():
        locked = list(behind.select_for_update(of=("self",)).order_by("pk"))
        visits = Visit.objects.filter(pk__in=[visit.pk for visit in locked])
        visits.update(
            number=last,
            read_through=Case(When(read_through=F("number"), then=last), default=F("read_through")),
        )
        marked = dict(visits.values_list("thread", "number"))
        contexts = [f"thread:{visit.thread_id}" for visit in locked]
        rows = notifications.read_open(member, contexts)
    before = [
        VisitBefore(visit.thread_id, visit.number, visit.read_through, marked[visit.thread_id]) for visit in locked
    ]
    return MarkedRead(before, rows)


def unread_group(member: "Member", visits: Iterable[VisitBefore], rows: Iterable[int]) -> None:
    """Give the visits their earlier numbers again, and let the notifications be unread, as read_group() returned them.

    A thread that the member has read further since then is left alone."""
    before = {visit.thread: visit for visit in visits}
    as_marked = Q(pk__in=[])
    for earlier in before.values():
        as_marked |= Q(thread=earlier.thread, number=earlier.marked)
    with transaction.atomic():
        unchanged = list(Visit.objects.select_for_update().filter(as_marked, member=member).order_by("pk"))
        for visit in unchanged:
            earlier = before[visit.thread_id]
            visit.number, visit.read_through = earlier.number, earlier.read_through
        Visit.objects.bulk_update(unchanged, ["number", "read_through"], batch_size=100)
        notifications.reopen(member, rows)
