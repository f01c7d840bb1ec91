"""Send open pages the figures that they should have and were not sent.

A channel layer may drop messages: Redis while it is away, and any layer while a socket's queue is full. So every few
seconds this process compares what its sockets were sent with what is stored, by two queries for a thousand sockets. A
page has the current figures within SECONDS of a lost message; static/js/live.js ignores what is older than it has.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from itertools import batched

from channels.db import database_sync_to_async

from community.core import refs
from community.notifications import socket_messages
from community.notifications.consumers import PageConsumer, open_sockets
from community.notifications.socket_messages import SocketMessage

log = logging.getLogger(__name__)
SECONDS = 15
AT_ONCE = 1_000  # sockets in a query


async def watch_figures() -> None:
    """Compare and send again and again; run as long as the web process does."""
    while True:
        await asyncio.sleep(SECONDS)
        try:
            await send_missing()
        except Exception:
            log.exception("figures are compared again in the next round")


async def send_missing() -> None:
    """Send each open socket the figures that it was not sent."""
    for sockets in batched(list(open_sockets), AT_ONCE):
        current = await database_sync_to_async(_current)(sockets)
        for socket, messages in zip(sockets, current, strict=True):
            for message in messages:
                if socket in open_sockets and socket.lacks(message):
                    with suppress(OSError):  # the client left meanwhile
                        await socket.send_json(message)


def _current(sockets: Sequence[PageConsumer]) -> list[list[SocketMessage]]:
    """The messages that each socket would be sent if it connected now. Three queries at most for any number."""
    inboxes = socket_messages.inbox_messages(list({socket.scope["user"].pk for socket in sockets}))
    keys = {socket.thread for socket in sockets if socket.thread}
    threads = refs.resolver_for("thread").current_figures([refs.split(key)[1] for key in keys]) if keys else {}
    queue = socket_messages.queue_message() if any(socket.scope["user"].moderates for socket in sockets) else None
    messages = []
    for socket in sockets:
        thread = threads.get(refs.split(socket.thread)[1]) if socket.thread else None
        team = queue if socket.scope["user"].moderates else None
        messages.append([inboxes[socket.scope["user"].pk], *filter(None, [thread, team])])
    return messages
