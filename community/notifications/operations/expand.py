"""Write a row for each follower of an event's context, outside the request."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F
from django.utils import timezone

from community.core import refs
from community.core.caching.compiled_query import CompiledQuery, CompiledUpdate
from community.notifications.models import Event, Kind, Notification, Preferences
from community.notifications.models.preferences import BITS, EVERYTHING
from community.notifications.socket_messages import push_unread_counts

BATCH = 500
LEASE = timedelta(seconds=30)
COLUMNS = [field.attname for field in Event._meta.concrete_fields]
PENDING = CompiledQuery(
    lambda event: Event.objects.select_for_update(no_key=True).filter(pk=event, done_at=None).values_list(*COLUMNS)
)
LEASED = CompiledUpdate(
    lambda event, cursor, until: (Event.objects.filter(pk=event), {"cursor": cursor, "leased_until": until})
)
DONE = CompiledUpdate(lambda event, cursor, at: (Event.objects.filter(pk=event), {"cursor": cursor, "done_at": at}))


def expand(event_pk: int) -> None:
    """Write the followers' rows for an event from its cursor on, one transaction a batch.

    Safe to run twice and concurrently: the event's row is locked, and leased between batches; the open row of a member
    and thread is unique."""
    leased = done = False
    while not done:
        notified, done = _expand_batch(event_pk, leased=leased)
        push_unread_counts(notified)
        leased = True


@transaction.atomic
def _expand_batch(event_pk: int, *, leased: bool) -> tuple[list[int], bool]:
    """Write the next batch and advance the cursor; return the recipients' keys, and whether the event is done.

    `leased` says that the caller holds the lease already. The event's row is locked, so that a post which is being
    removed is withdrawn before or after a batch, never during one."""
    now = timezone.now()
    row = PENDING.first(event=event_pk)
    event = Event.from_db(DEFAULT_DB_ALIAS, COLUMNS, row) if row else None
    if event is None or (not leased and event.leased_until and event.leased_until >= now):
        return [], True
    batch = _followers(event)
    write_open_rows(event, batch, now)
    cursor = batch[-1] if batch else event.cursor
    if done := len(batch) < BATCH:
        DONE.run(event=event.pk, cursor=cursor, at=now)
    else:
        LEASED.run(event=event.pk, cursor=cursor, until=timezone.now() + LEASE)
    return batch, done


def write_open_rows(event: Event, followers: Sequence[int], now: datetime) -> None:
    """Begin the open row of each of these followers, or continue it."""
    if not followers:
        return
    off = not_on_site(followers, event.kind)
    Notification.objects.bulk_create(
        [_open_row(event, pk, now, on_site=pk not in off) for pk in followers],
        update_conflicts=True,
        unique_fields=["recipient", "open_key"],
        update_fields=["updated_at", "actor", "source", "on_site", "is_planned"],
    )
    rows = Notification.objects.filter(recipient_id__in=followers, open_key=_open_key(event))
    rows.filter(first_number__gt=event.number).update(first_number=event.number)  # a later event came first


def not_on_site(members: Iterable[int], kind: str) -> set[int]:
    """Those of many members who do not want this kind on the site. One query."""
    switched_off = (
        Preferences.objects.exclude(site=EVERYTHING).alias(on=F("site").bitand(BITS[Kind(kind)])).filter(on=0)
    )
    return set(switched_off.filter(pk__in=list(members)).values_list("pk", flat=True))


def _followers(event: Event) -> list[int]:
    """Return the keys of the next followers, at most BATCH."""
    prefix, pk = refs.split(event.context)
    return list(
        refs.resolver_for(prefix).followers(
            pk,
            kind=event.kind,
            by=event.actor_id,
            unseen=event.number,
            after=event.cursor,
            but=event.notified_already,
            limit=BATCH,
        )
    )


def _open_key(event: Event) -> str:
    """A new thread has a row of its own, which replies do not continue."""
    return event.source if event.kind == Kind.STARTED else event.context


def _open_row(event: Event, recipient_pk: int, now: datetime, *, on_site: bool) -> Notification:
    return Notification(
        recipient_id=recipient_pk,
        kind=event.kind,
        context=event.context,
        source=event.source,
        actor_id=event.actor_id,
        first_number=event.number,
        open_key=_open_key(event),
        created_at=now,
        updated_at=now,
        on_site=on_site,
    )
