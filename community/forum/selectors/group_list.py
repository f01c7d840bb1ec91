"""Load a page of a group's threads: which threads, in which order, and how many posts are new to the viewer.

That is one query; the threads themselves are loaded only when the list is not cached (templates/forum/group.html).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from community.core.caching.compiled_query import PerViewerQuery
from community.core.caching.viewer import ViewerTraits
from community.education.models import Topic
from community.forum.models import Thread
from community.forum.models.group import Viewer
from community.forum.selectors.cursors import read_counted_cursor, read_cursor, write_cursor
from community.forum.selectors.groups import GroupPage
from community.forum.selectors.unread import ThreadRow, with_new

ORDERS = {
    "activity": "last_activity_at",
    "newest": "created_at",
    "unanswered": "created_at",
    "supported": "support_count",
}


@dataclass(frozen=True)
class ThreadEntry:
    """A thread's position in a list; `sort_value` is what the list is ordered by."""

    pk: int
    version: int
    sort_value: datetime | int
    new: int


@dataclass(frozen=True)
class ThreadList:
    """A page of a list; `next_key` is the cursor of the next page, empty on the last one."""

    viewer: Viewer
    entries: Sequence[ThreadEntry]
    pinned_entries: Sequence[ThreadEntry]
    next_key: str

    @property
    def cache_key(self) -> tuple[tuple[tuple[int, int, int], ...], ...]:
        """Everything that the HTML of the list depends on besides language and site version."""
        lists = (self.pinned_entries, self.entries)
        return tuple(tuple((entry.pk, entry.version, entry.new) for entry in entries) for entries in lists)

    @property
    def is_empty(self) -> bool:
        """Whether no thread is on this page."""
        return not (self.entries or self.pinned_entries)

    @property
    def has_new(self) -> bool:
        """Whether a thread on this page has posts that are new to the viewer."""
        return any(entry.new for entry in (*self.pinned_entries, *self.entries))

    @property
    def rows(self) -> list[ThreadRow]:
        """The threads that are not pinned."""
        return self._rows_of(self.entries)

    @property
    def pinned(self) -> list[ThreadRow]:
        """The pinned threads, which come first."""
        return self._rows_of(self.pinned_entries)

    @cached_property
    def _threads(self) -> dict[int, Thread]:
        keys = [entry.pk for entry in (*self.pinned_entries, *self.entries)]
        return Thread.objects.listed_for(self.viewer).for_rows().in_bulk(keys)

    def _rows_of(self, entries: Sequence[ThreadEntry]) -> list[ThreadRow]:
        return [ThreadRow(self._threads[entry.pk], entry.new) for entry in entries if entry.pk in self._threads]


def thread_list(page: GroupPage, viewer: Viewer, *, order: str, after: str, topic: Topic | None) -> ThreadList:
    """Load a page of the group's threads in one of ORDERS: one query, and one for pinned threads on the first page.

    Pages go by cursor rather than offset, so that page 50 costs what page 1 costs; an invalid cursor starts at the top.
    """
    cursor = (read_counted_cursor if order == "supported" else read_cursor)(after)
    size, pins = settings.THREADS_PER_PAGE, order == "activity" and page.has_pinned
    values: dict[str, Any] = {"group": page.group.pk} | ({"topic": topic.pk} if topic else {})
    now = {"now": timezone.now()} if pins else {}
    pinned: list[ThreadEntry] = []
    if pins and not after:
        pinned = [ThreadEntry(*row) for row in _query("pinned", topic=bool(topic)).rows(viewer, **values, **now)]
    if cursor:
        values |= {"sort_value": cursor[0], "pk": cursor[1]}
    query = _query(order, topic=bool(topic), after=bool(cursor), pins=pins, size=size + 1)
    entries = [ThreadEntry(*row) for row in query.rows(viewer, **values, **now)]
    last = entries[size - 1] if len(entries) > size else None
    return ThreadList(viewer, entries[:size], pinned, write_cursor(last.sort_value, last.pk) if last else "")


@cache
def _query(
    order: str, *, topic: bool, after: bool = False, pins: bool = False, size: int | None = None
) -> PerViewerQuery:
    """Compile a page's query with the values that it uses: `group`, and `topic`, `now`, or `sort_value` and `pk`."""
    column = ORDERS.get(order, ORDERS["activity"])

    def build(viewer: ViewerTraits, *, group: int, **values: Any) -> QuerySet[Any, Any]:
        threads = Thread.objects.listed_for(viewer).filter(group=group)
        if topic:
            threads = threads.filter(topics=values["topic"])
        if order == "unanswered":
            threads = threads.filter(reply_count=0)
        if order == "supported":
            threads = threads.filter(support_count__gt=0)
        if order == "pinned":
            threads = threads.filter(pinned_until__gt=values["now"])
        elif pins:
            threads = threads.exclude(Q(pinned_until__gt=values["now"]))
        if after:
            same = Q(**{column: values["sort_value"], "pk__lt": values["pk"]})
            threads = threads.filter(Q(**{f"{column}__lt": values["sort_value"]}) | same)
        new = with_new(threads, viewer) if viewer.is_authenticated else threads.annotate(new=Value(0))
        return new.order_by(f"-{column}", "-pk").values_list("pk", "version", column, "new")[:size]

    return PerViewerQuery(build)
