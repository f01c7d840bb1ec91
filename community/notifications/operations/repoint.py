"""Point notifications at posts that have moved to another thread, or have another number in theirs."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q

from community.notifications.models import Delivery, Event, Notification
from community.notifications.operations.unseen import move_to_first_unseen, without_unseen
from community.notifications.socket_messages import push_after_commit

BATCH = 200
OPEN_ROW = (  # what restore_open_rows() writes again
    "recipient_id",
    "kind",
    "context",
    "source",
    "actor_id",
    "first_number",
    "open_key",
    "created_at",
    "updated_at",
    "on_site",
    "is_planned",
)


class MovedSource(NamedTuple):
    """A post such as "post:5", and its context and number before and after."""

    source: str
    was: tuple[str, int]
    now: tuple[str, int]


class _Moved:
    """The posts, by their keys and by the numbers that they had."""

    def __init__(self, posts: Sequence[MovedSource]) -> None:
        self.posts = posts
        self.by_source = {post.source: post for post in posts}
        self.found: dict[tuple[str, int], dict[str, int]] = {}

    def covered(self, context: str, first: int) -> dict[str, int]:
        """For each context of now, the lowest number of the posts that had a number from `first` on in `context`."""
        if (context, first) not in self.found:
            lowest = self.found[context, first] = {}
            for post in self.posts:
                if post.was[0] == context and post.was[1] >= first:
                    lowest[post.now[0]] = min(lowest.get(*post.now), post.now[1])
        return self.found[context, first]

    def newest_in(self, context: str) -> str:
        """The key of the post with the highest number in a context of now."""
        return max((post for post in self.posts if post.now[0] == context), key=lambda post: post.now[1]).source


def repoint(
    posts: Sequence[MovedSource], *, renamed: Mapping[str, str], read_up_to: Callable[[int, str], int], at: datetime
) -> None:
    """Let notifications, waiting events and unsent deliveries name these posts' contexts and numbers of now.

    `posts` is every post of the contexts. An open row begins at the first of its posts that is new to the member, in
    each context that has one; `read_up_to(member, context)` is what counts as read there. `renamed` maps a context that
    ended to the one which has its posts, for what is about the whole. An open row without a new post left is read `at`
    that time. Lock the contexts' rows first."""
    contexts = {post.was[0] for post in posts} | renamed.keys()
    moved = _Moved(posts)
    _repoint_events(contexts, moved.by_source)
    rows = list(Notification.objects.select_for_update(no_key=True).filter(context__in=contexts).order_by("pk"))
    is_open = {row.pk for row in rows if row.open_key in contexts}
    for row in rows:
        if row.pk in is_open:
            continue
        if post := moved.by_source.get(row.source):
            if row.first_number is not None:
                row.first_number = _first_of(moved, row, post)
            row.context = post.now[0]
        elif row.context in renamed:
            row.source = renamed.get(row.source, row.source)
            row.context = renamed[row.context]
    Notification.objects.bulk_update(
        [row for row in rows if row.pk not in is_open], ["context", "source", "first_number"], batch_size=BATCH
    )
    _repoint_open([row for row in rows if row.pk in is_open], moved, read_up_to)
    _repoint_deliveries(contexts, moved.by_source)
    _end_without_news({post.now[0] for post in posts}, at)
    push_after_commit({row.recipient_id for row in rows})


def open_rows(contexts: Iterable[str]) -> list[list[Any]]:
    """What restore_open_rows() needs of the open rows about these contexts; values that JSON can hold."""
    rows = Notification.objects.filter(open_key__in=list(contexts), read_at=None).order_by("recipient", "open_key")
    return [
        [value.isoformat() if hasattr(value, "isoformat") else value for value in row]
        for row in rows.values_list(*OPEN_ROW)
    ]


def restore_open_rows(
    contexts: Collection[str], rows: Sequence[Sequence[Any]], *, of: Iterable[int], ended_at: Collection[datetime]
) -> None:
    """Replace these members' open rows about the contexts, and rows that repoint() ended then, by the stored ones."""
    members = set(of)
    ended = Q(open_key__in=contexts) | Q(context__in=contexts, read_at__in=ended_at)
    Notification.objects.filter(ended, recipient__in=members).delete()
    stored = [dict(zip(OPEN_ROW, row, strict=True)) for row in rows]
    Notification.objects.bulk_create(Notification(**row) for row in stored if row["recipient_id"] in members)


def _repoint_events(contexts: Iterable[str], by_source: Mapping[str, MovedSource]) -> None:
    """Point at the posts what is not expanded yet, after waiting for what is being expanded."""
    waiting = Event.objects.select_for_update(no_key=True).filter(context__in=list(contexts), done_at=None)
    events = [event for event in waiting.order_by("pk") if event.source in by_source]
    for event in events:
        event.context, event.number = by_source[event.source].now
    Event.objects.bulk_update(events, ["context", "number"], batch_size=BATCH)


def _first_of(moved: _Moved, row: Notification, post: MovedSource) -> int:
    """The new number of the first post that a row reports: a row that is read may report several."""
    return moved.covered(row.context, row.first_number or 0).get(*post.now)


def _repoint_open(rows: Sequence[Notification], moved: _Moved, read_up_to: Callable[[int, str], int]) -> None:
    """Write the open rows anew: one for each member and context of now, which unites what several reported."""
    united: dict[tuple[int, str], Notification] = {}
    for row in rows:
        for context, first in moved.covered(row.context, row.first_number or 0).items():
            one = Notification(**{name: getattr(row, name) for name in OPEN_ROW})
            one.context = one.open_key = context
            one.first_number = max(first, read_up_to(row.recipient_id, context) + 1)
            latest = moved.by_source.get(row.source)
            if latest is None or latest.now[0] != context:
                one.source = moved.newest_in(context)
            other = united.get((row.recipient_id, context))
            united[row.recipient_id, context] = _united(one, other) if other else one
    Notification.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Notification.objects.bulk_create(united.values(), batch_size=BATCH)


def _united(one: Notification, other: Notification) -> Notification:
    """One open row of two: from the first post that either reports, with the latest as its source."""
    newer, older = (one, other) if one.updated_at >= other.updated_at else (other, one)
    newer.first_number = min(one.first_number or 0, other.first_number or 0)
    newer.created_at = min(newer.created_at, older.created_at)
    newer.is_planned = one.is_planned and other.is_planned
    return newer


def _repoint_deliveries(contexts: Iterable[str], by_source: Mapping[str, MovedSource]) -> None:
    unsent = Delivery.objects.filter(finished_at=None, context__in=list(contexts))
    locked = unsent.select_for_update(no_key=True).order_by("pk")
    deliveries = [delivery for delivery in locked if delivery.source in by_source]
    for delivery in deliveries:
        context = by_source[delivery.source].now[0]
        if delivery.open_key == delivery.context:
            delivery.open_key = context
        delivery.context = context
    Delivery.objects.bulk_update(deliveries, ["context", "open_key"], batch_size=BATCH)


def _end_without_news(contexts: Iterable[str], at: datetime) -> None:
    """Mark open rows as read that have no new post left, and let the others begin at their first one."""
    for context in contexts:
        rows = Notification.objects.unread().filter(open_key=context)
        ended = Notification.objects.filter(pk__in=list(without_unseen(context, rows).values_list("pk", flat=True)))
        ended.update(read_at=at, open_key=None)
        move_to_first_unseen(context, rows)
