"""Expand events that a stopped process left, and delete old ones."""

import logging
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from community.notifications.models import Event
from community.notifications.operations.expand import expand

log = logging.getLogger(__name__)
GRACE_PERIOD = timedelta(seconds=5)  # in which the web process expands its own events
MAX_EVENTS = 1000
RETENTION = timedelta(days=7)


def sweep() -> int:
    """Expand pending events that no process holds a lease on; return how many there were.

    The web process runs it every few seconds (relay.py), so that an event waits for a minute at most: for a lease that
    a stopped process held, and for the next run. The worker runs it every minute, for when no web process runs."""
    now = timezone.now()
    pending = Event.objects.filter(
        Q(leased_until__isnull=True, created_at__lt=now - GRACE_PERIOD) | Q(leased_until__lt=now),
        done_at__isnull=True,
    ).order_by("created_at")
    pks = list(pending.values_list("pk", flat=True)[:MAX_EVENTS])
    for pk in pks:
        try:
            expand(pk)
        except Exception:  # one event that fails must not stop the others
            log.exception("event %s is tried again later", pk)
    return len(pks)


def forget_events() -> None:
    """Delete events that were expanded a week ago."""
    Event.objects.filter(done_at__lt=timezone.now() - RETENTION).delete()
