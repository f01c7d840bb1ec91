"""Send the deliveries that are due, each checked again against what holds now.

A delivery is leased while it is sent and finished at once afterwards: a process that is killed can send one a second
time, and leaves the others to whoever looks after the lease has run out."""

import logging
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from community.core import refs
from community.core.mail import PAUSES
from community.members.models import Member
from community.notifications.digest_times import allowed_from
from community.notifications.models import Channel, Delivery, Kind, Notification, Outcome, Preferences

log = logging.getLogger(__name__)
BATCH = 20
LEASE = timedelta(seconds=20)
DIGESTS = (Channel.DAILY, Channel.WEEKLY)
GIVE_UP_AFTER = timedelta(days=4)  # as mail servers do (RFC 5321 4.5.4.1)
RETENTION = timedelta(days=30)


def claim(channels: Collection[str]) -> list[Delivery]:
    """Lease up to BATCH deliveries on these channels that are due and that no other process sends."""
    now = timezone.now()
    due = Delivery.objects.filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=now), finished_at=None, due_at__lte=now, channel__in=channels
    )
    if not due.exists():  # a transaction would take SQLite's lock for writing
        return []
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        locked = due.select_for_update(no_key=True, skip_locked=skip, of=("self",) if skip else ())
        rows = list(locked.select_related("recipient").order_by("due_at", "pk")[:BATCH])
        for row in rows:
            row.leased_until = now + LEASE
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(leased_until=now + LEASE)
    return rows


def reason_against(delivery: Delivery) -> str:
    """Say why a delivery must not be sent any more; "" when it may.

    What has changed since it was planned counts: choices, access, mutes, and what the member has read."""
    member = delivery.recipient
    preferences = Preferences.objects.filter(pk=member.pk).first() or Preferences(member_id=member.pk)
    if not member.is_active:
        return "the account is closed"
    if preferences.is_paused:
        return "the member paused everything"
    if delivery.channel != Channel.PUSH and preferences.email_stop:
        return f"no mail goes to this member: {preferences.email_stop}"
    if delivery.channel in DIGESTS:
        return "" if getattr(preferences, delivery.channel) else "the member wants no digest any more"
    if delivery.is_sample:
        return ""
    if not preferences.wants(delivery.channel, delivery.kind):
        return "the member does not want it any more"
    if delivery.channel == Channel.PUSH and not member.push_subscriptions.exists():
        return "no device is left"
    return _reason_of_notification(delivery)


def put_off(delivery: Delivery) -> bool:
    """Put a delivery off until the member's quiet hours are over; return whether it was."""
    preferences = Preferences.objects.filter(pk=delivery.recipient_id).first()
    now = timezone.now()
    later = allowed_from(preferences, now) if preferences else now
    if later > now:
        _open(delivery).update(due_at=later, leased_until=None)
    return later > now


def finish(delivery: Delivery, outcome: str, reason: str = "") -> None:
    """Store what became of a delivery."""
    _open(delivery).update(finished_at=timezone.now(), outcome=outcome, reason=reason[:300], leased_until=None)


def try_later(delivery: Delivery, reason: str, *, server_is_away: bool = False) -> None:
    """Store a failure: the delivery is due again after a pause, or given up after the last one.

    While the mail server is away it is given up only after GIVE_UP_AFTER, since others fare the same."""
    tries = delivery.attempts
    if server_is_away and timezone.now() - delivery.created_at < GIVE_UP_AFTER:
        tries = min(tries, len(PAUSES) - 1)
    if tries >= len(PAUSES):
        log.error("delivery %s was given up after %d tries: %s", delivery.pk, delivery.attempts, reason)
        finish(delivery, Outcome.FAILED, reason)
        return
    due_at = timezone.now() + PAUSES[tries]
    _open(delivery).update(due_at=due_at, attempts=delivery.attempts + 1, leased_until=None, reason=reason[:300])


def release(deliveries: Collection[Delivery]) -> None:
    """End the lease of deliveries that were not tried."""
    pks = [delivery.pk for delivery in deliveries]
    Delivery.objects.filter(pk__in=pks, finished_at=None).update(leased_until=None)


def retry(pks: Collection[int] | None = None) -> int:
    """Let deliveries that were given up be due now, these or all; return how many."""
    failed = Delivery.objects.filter(outcome=Outcome.FAILED)
    if pks is not None:
        failed = failed.filter(pk__in=pks)
    count: int = failed.update(finished_at=None, outcome="", attempts=0, due_at=timezone.now())
    return count


def forget_deliveries() -> None:
    """Delete deliveries that were finished a month ago."""
    Delivery.objects.filter(finished_at__lt=timezone.now() - RETENTION).delete()


def _open(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, finished_at=None)


def _reason_of_notification(delivery: Delivery) -> str:
    """Look at the notification: it is deleted when what it reports is, and read when the member has seen that."""
    unread = Notification.objects.unread().filter(recipient=delivery.recipient_id)
    if delivery.open_key:
        row = unread.filter(open_key=delivery.open_key).first()
    else:
        row = unread.filter(source=delivery.source, kind=delivery.kind).first()
    if row is None:
        return "read, or withdrawn"
    if delivery.kind == Kind.MODERATED:
        return ""
    seen = refs.list_for([delivery.context, delivery.source], delivery.recipient)
    thread, post = seen.get(delivery.context), seen.get(delivery.source)
    if thread is None or post is None:
        return "not for this member, muted, or by somebody whom they blocked"
    if thread.mutes:
        return "muted"
    if delivery.kind == Kind.REPLIED and post.number < (row.first_number or 0):
        return "read"
    if delivery.kind == Kind.SUPPORTED and not _reactions(row, delivery.recipient):
        return "no reaction is left"
    return ""


def _reactions(row: Notification, member: Member) -> Any:
    """The reactions that a row collects, without those of members whom the recipient has blocked."""
    spans = {row.pk: (refs.split(row.source)[1], row.created_at, None)}
    return refs.resolver_for("post").support(spans, member)
