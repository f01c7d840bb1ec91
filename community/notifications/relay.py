"""What the web process does for other processes: send the Hint rows that they left, and expand their events."""

import asyncio
import logging

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import connection

from community.notifications import operations, socket_messages
from community.notifications.models import Hint

log = logging.getLogger(__name__)
PAUSE = 0.25  # seconds
SWEEP_PAUSE = 10


async def sweep_events() -> None:
    """Expand events that a stopped process left, or that failed; run as long as the web process does.

    The worker's sweep alone comes late: a scheduler that was just starting skips its minute, a worker that was stopped
    never takes its task up again, and a mail server that does not answer holds every task behind it."""
    while True:
        socket_messages.in_background(_sweep, 0)
        await asyncio.sleep(SWEEP_PAUSE)


def _sweep(_pk: int) -> None:
    operations.sweep()


async def relay_hints() -> None:
    """Look for Hint rows whenever another process has committed, unless Redis carries the messages.

    It runs as long as the web process does."""
    if settings.REDIS_URL:
        return
    seen = None
    while True:
        try:
            version = await database_sync_to_async(_data_version)()
            if version is None or version != seen:
                for group, message in await database_sync_to_async(_take_hints)():
                    await get_channel_layer().group_send(group, {"type": "socket.message", "message": message})
            seen = version
        except Exception:
            log.exception("hints are sent in the next round")
        await asyncio.sleep(PAUSE)


def _data_version() -> int | None:
    """Return SQLite's counter of other connections' commits; None on a database without one."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


def _take_hints() -> list[tuple[str, dict[str, object]]]:
    """Delete up to 1,000 hints and return their groups and messages."""
    hints = list(Hint.objects.order_by("pk")[:1000])
    if hints:
        Hint.objects.filter(pk__in=[hint.pk for hint in hints]).delete()
    return [(hint.group, hint.message) for hint in hints]
