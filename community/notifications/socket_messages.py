"""Send messages to sockets from any thread or process.

A message carries figures, never content. Views run in threads and sockets on the web process's event loop, so sending
schedules a coroutine on that loop. A process without sockets writes a Hint row, or sends through Redis if configured. A
process that serves pages only sends to Redis from an event loop of its own, so that its connection stays open.
"""

import asyncio
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import close_old_connections, transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery

from community.core import refs
from community.core.caching.compiled_query import CompiledQuery
from community.core.circuit_breaker import Away
from community.notifications.models import Hint, Notification

log = logging.getLogger(__name__)
SocketMessage = dict[str, Any]

TEAM = "moderators"  # the group of sockets of their pages

_loop: asyncio.AbstractEventLoop | None = None
_background: ThreadPoolExecutor | None = None


def attach(loop: asyncio.AbstractEventLoop | None) -> None:
    """Register the web process's event loop for sending, and start its background thread."""
    global _loop, _background
    _loop = loop
    _background = ThreadPoolExecutor(max_workers=1, thread_name_prefix="expand")


def attach_without_sockets() -> None:
    """Start the background thread in a process that serves pages only; with Redis also a loop for sending."""
    loop = asyncio.new_event_loop() if settings.REDIS_URL else None
    if loop:
        threading.Thread(target=loop.run_forever, name="messages", daemon=True).start()
    attach(loop)


def detach() -> None:
    """Finish background work when the web process stops."""
    global _loop, _background
    if _background:
        _background.shutdown(wait=True)
    _loop = _background = None


def in_background(work: Callable[[int], None], pk: int) -> None:
    """Run `work(pk)` outside the request; without a background thread, leave it to the sweep within a minute."""
    if _background:
        _background.submit(_run, work, pk)


def _run(work: Callable[[int], None], pk: int) -> None:
    close_old_connections()
    try:
        work(pk)
    except Exception:  # the row stays, and the sweep processes it once the lease has expired
        log.exception("left for the sweep: %s %s", work.__name__, pk)
    finally:
        close_old_connections()


def thread_group(context: str) -> str:
    """Name the group of sockets whose pages show a thread, such as "thread:45"."""
    return context.replace(":", ".")


def inbox_group(member_pk: int) -> str:
    """Name the group of sockets of one member's pages."""
    return f"inbox.{member_pk}"


def queue_message() -> SocketMessage:
    """Build the message with when the moderators' queue changed last: how much waits differs from one to the other."""
    version = time.time_ns() // 1000
    return {"type": "queue", "version": version, "changed": refs.resolver_for("case").latest_change()}


def name_of_session(key: str) -> str:
    """Hash a session's key, so that messages and hints do not disclose it."""
    return hashlib.sha256(key.encode()).hexdigest()


def send(group: str, message: SocketMessage) -> None:
    """Send a message to a group of sockets. Never raises: pages get current figures when they reconnect."""
    send_all({group: message})


def send_all(messages: Mapping[str, SocketMessage]) -> None:
    """Send each group of sockets its message. Never raises, as send()."""
    if not messages:
        return
    try:
        if _loop is None and not settings.REDIS_URL:
            Hint.objects.bulk_create(Hint(group=group, message=message) for group, message in messages.items())
            return
        if _loop is not None:
            asyncio.run_coroutine_threadsafe(_send_each(messages), _loop)
        else:
            async_to_sync(_send_each)(messages)
    except Exception:
        log.exception("messages for %s were lost", ", ".join(messages))


async def _send_each(messages: Mapping[str, SocketMessage]) -> None:
    layer = get_channel_layer()
    for group, message in messages.items():
        try:
            await layer.group_send(group, {"type": "socket.message", "message": message})
        except Away:  # logged once by the breaker; pages get current figures when they reconnect
            return
        except Exception:
            log.exception("a message for %s was lost", group)


def _inbox(member: int) -> QuerySet[Any, Any]:
    unread = Notification.objects.on_site().unread().filter(recipient=OuterRef("pk")).order_by().values("recipient")
    count = Subquery(unread.annotate(count=Count("pk")).values("count"))
    return (
        get_user_model()
        .objects.filter(pk=member)
        .values_list(count, "preferences__email_stop", "preferences__is_paused")
    )


INBOX = CompiledQuery(_inbox)


def inbox(member_pk: int) -> tuple[SocketMessage, str, bool]:
    """Return the message with a member's unread count, why they get no email, and whether they paused everything.

    One compiled query."""
    version = time.time_ns() // 1000
    unread, email_stop, is_paused = INBOX.first(member=member_pk) or (0, "", False)
    return {"type": "inbox", "unread": unread or 0, "version": version}, email_stop or "", bool(is_paused)


def inbox_message(member_pk: int) -> SocketMessage:
    """Build the message with one member's unread count."""
    return inbox(member_pk)[0]


def inbox_messages(member_pks: Sequence[int]) -> dict[int, SocketMessage]:
    """Build the messages with each member's unread count.

    The version is taken before the rows are read, so a newer count never has a lower version."""
    if not member_pks:
        return {}
    version = time.time_ns() // 1000
    unread = dict(
        Notification.objects.on_site()
        .unread()
        .filter(recipient_id__in=member_pks)
        .values_list("recipient_id")
        .annotate(count=Count("pk"))
    )
    return {pk: {"type": "inbox", "unread": unread.get(pk, 0), "version": version} for pk in member_pks}


def current_messages(member: Any, thread: str) -> list[SocketMessage]:
    """Build the messages with a member's unread count, the queue's change for who moderates, and a thread's figures."""
    messages = [inbox_message(member.pk), *([queue_message()] if member.moderates else [])]
    if thread:
        prefix, pk = refs.split(thread)
        messages.append(refs.resolver_for(prefix).figures(pk))
    return messages


def push_unread_counts(member_pks: Iterable[int]) -> None:
    """Send each member's open pages the current unread count, with a version: the same in every tab."""
    send_all({inbox_group(pk): message for pk, message in inbox_messages(list(member_pks)).items()})


def push_after_commit(member_pks: Iterable[int]) -> None:
    """Send the unread counts once the current transaction has committed."""
    transaction.on_commit(lambda: push_unread_counts(member_pks))
