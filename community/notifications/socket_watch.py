"""Close the sockets of members who may not have them any more, within seconds.

A session may end, a password change or an account close in any process, also in the admin or in the database itself. So
one pair of queries every few seconds compares all open sockets with what is stored; each whose member has changed then
checks its rights.
"""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import batched
from typing import Any

from channels.db import database_sync_to_async
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone

from community.notifications.consumers import PageConsumer, open_sockets

log = logging.getLogger(__name__)
PAUSE = 3  # seconds
AT_ONCE = 1_000  # keys in a query
# What the right to a socket, or to the thread that it names, depends on, besides the session
FACTS = ("is_active", "password", "role", "suspended_until")


async def watch() -> None:
    """Check all sockets again and again; run as long as the web process does."""
    known: dict[PageConsumer, list[Any] | None] = {}
    while True:
        await asyncio.sleep(PAUSE)
        try:
            sockets = list(open_sockets)
            found = await database_sync_to_async(_facts)(sockets)
            for socket in sockets:
                before = known.get(socket) or [getattr(socket.scope["user"], fact) for fact in FACTS]
                if found[socket] != before:
                    with suppress(OSError):  # the client left meanwhile
                        await socket.recheck()
            known = found
        except Exception:
            log.exception("sockets are checked again in the next round")


def _facts(sockets: Iterable[PageConsumer]) -> dict[PageConsumer, list[Any] | None]:
    """Map each socket to what is stored about its member; None when its session has ended."""
    keys = {socket: (socket.scope["user"].pk, socket.scope["session"].session_key) for socket in sockets}
    members: dict[int, list[Any]] = {}
    for pks in batched({pk for pk, _ in keys.values()}, AT_ONCE):
        rows = get_user_model().objects.filter(pk__in=pks).values_list("pk", *FACTS)
        members.update((pk, facts) for pk, *facts in rows)
    sessions = set(_stored_sessions({session for _, session in keys.values()}))
    return {socket: members.get(pk) if session in sessions else None for socket, (pk, session) in keys.items()}


def _stored_sessions(keys: Iterable[str]) -> Iterator[str]:
    for some in batched(keys, AT_ONCE):
        yield from Session.objects.filter(pk__in=some, expire_date__gt=timezone.now()).values_list("pk", flat=True)
