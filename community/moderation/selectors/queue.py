"""Load the queue of open cases: filtered, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.http import urlencode

from community.core import refs
from community.core.caching.compiled_query import CompiledQuery
from community.forum.models import Thread
from community.moderation.selectors.titles import TitledRow, with_titles
from community.safety.models import Case, CaseQuerySet

if TYPE_CHECKING:
    from community.members.models import Member

QUEUE_PAGE = 50
CLOSED = "closed"
MINE, FREE, CLAIMED = "mine", "free", "claimed"  # who is looking at a case now
WAITING = CompiledQuery(
    lambda moderator: (
        Case.objects.filter(state=Case.State.OPEN)
        .exclude(author=moderator)
        .exclude(decided_by=moderator)
        .order_by()
        .values("state")
        .annotate(count=Count("pk"))
        .values_list("count")
    )
)


@dataclass(frozen=True)
class QueueFilter:
    """What a moderator chose to see of the queue; empty values leave nothing out."""

    kind: str = ""
    reason: str = ""
    group: int | None = None
    author: int | None = None
    assignee: str = ""
    state: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The values that leave something out."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def query(self) -> str:
        """The query string of the queue with this filter; empty for the whole queue."""
        return f"?{urlencode(self.values)}" if self.values else ""

    def apply(self, moderator: "Member") -> CaseQuerySet:
        """The open cases that this moderator may see, or the closed ones, and that the filter leaves."""
        cases = Case.objects.visible_to(moderator)
        cases = cases.closed() if self.state == CLOSED else cases.open()
        if self.kind:
            cases = cases.filter(kind=self.kind)
        if self.author:
            cases = cases.filter(author=self.author)
        if self.reason:
            cases = cases.for_reason(self.reason)
        if self.assignee == MINE:
            cases = cases.claimed_by_now(moderator)
        elif self.assignee:
            cases = cases.claimed_by_now() if self.assignee == CLAIMED else cases.unclaimed_for(None)
        return cases.filter(context__in=_contexts_in(cases, self.group)) if self.group else cases


@dataclass(frozen=True)
class Queue:
    """A page of the queue, and how many cases are waiting altogether; `next_after` is the key of its last case.

    `chosen` is the filter, and `after` the key of the case before the first one here."""

    waiting: int
    rows: Sequence[TitledRow[Case]]
    chosen: QueueFilter
    after: int | None
    next_after: int | None

    @property
    def first_url(self) -> str:
        """The page of the first case; empty when none is waiting."""
        is_open = self.rows and self.chosen.state != CLOSED
        return self.rows[0].url + self.chosen.query if is_open else ""

    @property
    def next_query(self) -> str:
        """The query string of the next page; empty on the last one."""
        return "?" + urlencode(self.chosen.values | {"after": self.next_after}) if self.next_after else ""


def open_queue(moderator: "Member", chosen: QueueFilter | None = None, *, after: int | None = None) -> Queue:
    """Load a page of the open cases, the most urgent first, then the oldest; `after` is the last case before it.

    Of closed cases, the one that was closed last comes first."""
    chosen = chosen or QueueFilter()
    cases = chosen.apply(moderator)
    ordered = cases.closed_before(after) if chosen.state == CLOSED else cases.following(after).in_order()
    page = list(ordered.for_display()[: QUEUE_PAGE + 1])
    next_after = page[QUEUE_PAGE - 1].pk if len(page) > QUEUE_PAGE else None
    return Queue(cases.count(), with_titles(page[:QUEUE_PAGE]), chosen, after, next_after)


def waiting_for(moderator: int) -> int:
    """Count the open cases that this moderator may see, in one compiled query."""
    counted = WAITING.first(moderator=moderator)
    return int(counted[0]) if counted else 0


def _contexts_in(cases: CaseQuerySet, group: int) -> list[str]:
    """The threads in a group that these cases are about. Two queries, as long as the queue, not as the group."""
    keys = cases.order_by().values_list("context", flat=True).distinct()
    pks = [pk for prefix, pk in map(refs.split, filter(None, keys)) if prefix == "thread"]
    return [f"thread:{pk}" for pk in Thread.objects.filter(group=group, pk__in=pks).values_list("pk", flat=True)]
