"""A page of a group's list: which discussions, in which order, with how much that is new to its reader.

That is one statement; what each row shows is kept by the discussion's version (templates/forum/group.html).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from community.core.caching.viewer import ViewerTraits
from community.education.models import Topic
from community.forum.models import Group, Thread
from community.forum.models.group import Viewer
from community.forum.selectors.entries import groups_for_page, read_counted_cursor, read_cursor, with_new, write_cursor
from community.forum.selectors.per_viewer_query import PerViewerQuery

ORDERS = {
    "activity": "last_activity_at",
    "newest": "created_at",
    "unanswered": "created_at",
    "supported": "support_count",
}
COLUMNS = [field.attname for field in Group._meta.concrete_fields]
ABOUT = ("discussions", "lists", "pins", "is_member_only", "site")


@dataclass(frozen=True)
class Row:
    """A discussion in its place in a list. `sort_value` is what the list is ordered by."""

    pk: int
    version: int
    sort_value: datetime | int
    new: int


@dataclass(frozen=True)
class ThreadPage:
    """A page of a list, and the key after which the next page begins (empty on the last)."""

    viewer: Viewer
    rows: Sequence[Row]
    pins: Sequence[Row]
    next_key: str

    @property
    def shows(self) -> tuple[tuple[tuple[int, int, int], ...], ...]:
        """All that tells this page from another in the same language: its rows, as they are now and to her."""
        return tuple(tuple((row.pk, row.version, row.new) for row in rows) for rows in (self.pins, self.rows))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on it."""
        return not (self.rows or self.pins)

    @property
    def threads(self) -> list[Thread]:
        """The discussions that are not pinned, as a row shows them."""
        return self._of(self.rows)

    @property
    def pinned(self) -> list[Thread]:
        """The discussions that stand above them."""
        return self._of(self.pins)

    @cached_property
    def _threads(self) -> dict[int, Thread]:
        keys = [row.pk for row in (*self.pins, *self.rows)]
        return Thread.objects.listed_for(self.viewer).for_page().prefetch_related("topics").in_bulk(keys)

    def _of(self, rows: Sequence[Row]) -> list[Thread]:
        found = [(self._threads[row.pk], row.new) for row in rows if row.pk in self._threads]
        for thread, new in found:
            vars(thread)["new"] = new
        return [thread for thread, _new in found]


def group_for(viewer: Viewer, slug: str) -> Group | None:
    """The group as this viewer may see it, with what groups_for_page() says of it; None where there is none for her."""
    row = GROUP.first(viewer, slug=slug, now=timezone.now())
    if row is None:
        return None
    group = Group.from_db("default", COLUMNS, row[: len(COLUMNS)])
    vars(group).update(zip(ABOUT, row[len(COLUMNS) :], strict=True))
    return group


def topics_in(group: Group, viewer: Viewer) -> QuerySet[Topic]:
    """What the discussions that the viewer finds in a group are about. Asked topic by topic, each until one is found:
    put together from all discussions, a large group's would take as long as it is large."""
    about = Thread.topics.through.objects.filter(topic=OuterRef("pk"))
    listed = Thread.objects.listed_for(viewer).filter(group=group, pk=OuterRef("thread"))
    return Topic.objects.filter(Exists(about.filter(Exists(listed))))


def threads_page(group: Group, viewer: Viewer, *, order: str, after: str, topic: Topic | None) -> ThreadPage:
    """A page of the group's discussions in one of ORDERS, by key rather than offset, so that page 50 costs what page 1
    costs: one statement, and one for those that are pinned, which stand first on the first page of the default order.

    A key that is not one starts at the top."""
    counted = order == "supported"
    cursor = (read_counted_cursor if counted else read_cursor)(after)
    size, pins = settings.THREADS_PER_PAGE, order == "activity" and bool(vars(group)["pins"])
    values: dict[str, Any] = {"group": group.pk} | ({"topic": topic.pk} if topic else {})
    now = {"now": timezone.now()} if pins else {}
    pinned: list[Row] = []
    if pins and not after:
        pinned = [Row(*row) for row in _statement("pinned", topic=bool(topic)).rows(viewer, **values, **now)]
    if cursor:
        values |= {"sort_value": cursor[0], "pk": cursor[1]}
    statement = _statement(order, topic=bool(topic), after=bool(cursor), pins=pins, size=size + 1)
    rows = [Row(*row) for row in statement.rows(viewer, **values, **now)]
    last = rows[size - 1] if len(rows) > size else None
    return ThreadPage(viewer, rows[:size], pinned, write_cursor(last.sort_value, last.pk) if last else "")


@cache
def _statement(
    order: str, *, topic: bool, after: bool = False, pins: bool = False, size: int | None = None
) -> PerViewerQuery:
    """A page's query, with the values that it uses: `group`, and `topic`, `now`, or `sort_value` and `pk`."""
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


def _group(reader: ViewerTraits, *, slug: str, now: datetime) -> QuerySet[Any, Any]:
    return groups_for_page(reader, now).filter(slug=slug).values_list(*COLUMNS, *ABOUT)


GROUP = PerViewerQuery(_group)
