"""Decide what leaves the site: from new notifications and each member's preferences to Delivery rows.

The notification itself is the outbox (`is_planned`), so that a reply's own request does none of this. The sender
(manage.py deliver) plans all the time, whatever wrote the notification."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from community.notifications.digest_times import allowed_from, next_daily, next_weekly
from community.notifications.models import Channel, Delivery, Kind, Notification, Preferences

BATCH = 500
AT_ONCE = (Channel.EMAIL, Channel.PUSH)


def plan() -> int:
    """Write the deliveries of up to BATCH notifications; return how many notifications there were."""
    unplanned = Notification.objects.filter(is_planned=False)
    if not unplanned.exists():  # a transaction would take SQLite's lock for writing
        return 0
    with transaction.atomic():
        # Locked: an open row that a reply changes now is planned once more.
        rows = list(unplanned.select_for_update(no_key=True).order_by("pk")[:BATCH])
        chosen = preferences_of({row.recipient_id for row in rows})
        now = timezone.now()
        deliveries = [
            _delivery(row, channel, chosen[row.recipient_id], now)
            for row in rows
            if row.read_at is None
            for channel in AT_ONCE
            if _is_wanted(chosen[row.recipient_id], channel, row.kind)
        ]
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(is_planned=True)
    return len(rows)


def plan_digests() -> int:
    """Write the deliveries of the digests that are due now, and when each is due next; return how many there were."""
    now = timezone.now()
    count = 0
    for channel, column, following in (
        (Channel.DAILY, "daily_due_at", next_daily),
        (Channel.WEEKLY, "weekly_due_at", next_weekly),
    ):
        while due := list(Preferences.objects.filter(**{f"{column}__lte": now}).order_by(column)[:BATCH]):
            deliveries = []
            for preferences in due:
                key = f"{channel}:{getattr(preferences, column):%Y-%m-%dT%H}"
                deliveries.append(Delivery(recipient_id=preferences.pk, channel=channel, key=key, due_at=now))
                setattr(preferences, column, following(preferences, now))
            with transaction.atomic():
                Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
                Preferences.objects.bulk_update(due, [column])
            count += len(due)
    return count


def preferences_of(pks: Collection[int]) -> dict[int, Preferences]:
    """The preferences of these members; whoever has none gets the defaults, so that their digests become due."""
    found = Preferences.objects.in_bulk(pks)
    missing = [Preferences(member_id=pk) for pk in sorted(pks) if pk not in found]
    if missing:
        now = timezone.now()
        daily, weekly = next_daily(missing[0], now), next_weekly(missing[0], now)
        for preferences in missing:
            preferences.daily_due_at, preferences.weekly_due_at = daily, weekly
        Preferences.objects.bulk_create(missing, ignore_conflicts=True)
    return found | {preferences.member_id: preferences for preferences in missing}


def _is_wanted(preferences: Preferences, channel: str, kind: str) -> bool:
    if preferences.is_paused or (channel == Channel.EMAIL and preferences.email_stop):
        return False
    return preferences.wants(channel, kind)


def _delivery(row: Notification, channel: str, preferences: Preferences, now: datetime) -> Delivery:
    return Delivery(
        recipient_id=row.recipient_id,
        channel=channel,
        key=_key(row),
        kind=row.kind,
        context=row.context,
        source=row.source,
        open_key=row.open_key or "",
        due_at=allowed_from(preferences, now),
    )


def _key(row: Notification) -> str:
    """What is unique about it: the post, whatever it is to the member; else the notification itself."""
    is_about_a_new_post = row.kind not in (Kind.SUPPORTED, Kind.MODERATED)
    return row.source if is_about_a_new_post else f"{row.source}/{row.pk}"
