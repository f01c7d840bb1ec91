"""The socket of an open page."""

import asyncio
import logging
from typing import Any

from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.http import HttpRequest

from community.core import refs
from community.core.access import has_second_factor
from community.core.circuit_breaker import Away
from community.core.http.addresses import Cap
from community.core.text.parsing import number_in
from community.notifications import socket_messages

log = logging.getLogger(__name__)
RECHECK_SECONDS = 60
MOST_MESSAGES = 60  # from a page, in RECHECK_SECONDS
NOT_SIGNED_IN, TOO_MANY_SOCKETS, TOO_MANY_MESSAGES = 4401, 4429, 1008
TRY_AGAIN_LATER = 1013  # RFC 6455 registry; static/js/live.js connects again after a pause

open_sockets: set["PageConsumer"] = set()  # of this process; socket_watch.py looks after them
sockets_of_member = Cap("SOCKETS_PER_MEMBER")


class PageConsumer(AsyncJsonWebsocketConsumer):
    """Send an open page the member's unread count and the last post number of its thread.

    The page names its thread in the query string; the server checks that the member may see it and names the groups.
    Each new connection receives the current figures, so a page that reconnects has missed nothing."""

    thread = ""
    received = 0
    rechecks: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Run until the client leaves, also when it does so in the middle of connecting."""
        self.groups_joined: list[str] = []
        self.sent: dict[str, dict[str, Any]] = {}
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self.disconnect(0)

    async def connect(self) -> None:
        """Accept members, staff only with a second factor; config/asgi.py has checked the Origin."""
        member = self.scope["user"]
        if not await database_sync_to_async(self._may_listen)(member):
            await self.close(NOT_SIGNED_IN)
            return
        if not sockets_of_member.enter(member.pk):
            await self.close(TOO_MANY_SOCKETS)
            return
        open_sockets.add(self)
        await self.accept()
        pk = number_in(self.scope["query_string"].decode("ascii", "ignore").removeprefix("thread="))
        if pk and await database_sync_to_async(refs.visible)(f"thread:{pk}", member):
            self.thread = f"thread:{pk}"
        has_joined = await self._join_groups(member.pk)
        for message in await database_sync_to_async(self._current_messages)():
            await self.send_json(message)
        if not has_joined:
            await self._end(TRY_AGAIN_LATER)
            return
        self.rechecks = asyncio.create_task(self._recheck_regularly())

    async def disconnect(self, code: int) -> None:
        """Leave the groups and stop checking rights."""
        self._forget()
        if self.rechecks:
            self.rechecks.cancel()
        while self.groups_joined:
            await self.channel_layer.group_discard(self.groups_joined.pop(), self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Ignore what a page sends: any message keeps the connection open through proxies. Close when it is a flood."""
        self.received += 1
        if self.received > MOST_MESSAGES:
            await self._end(TOO_MANY_MESSAGES)
            raise StopConsumer  # what has arrived already is not even looked at

    async def socket_message(self, event: dict[str, Any]) -> None:
        """Pass a message on to the page; close when it names this session as ended; check rights when it asks to."""
        message = event["message"]
        if self not in open_sockets:  # it is closing
            return
        if message["type"] == "recheck":
            await self.recheck()
        elif message["type"] != "signed_out":
            await self.send_json(message)
        elif message["session"] == socket_messages.name_of_session(self.scope["session"].session_key):
            await self._end(NOT_SIGNED_IN)

    async def send_json(self, content: Any, close: bool = False) -> None:
        """Send a message, and remember the newest of its type."""
        self.sent[content["type"]] = content
        await super().send_json(content, close)

    def lacks(self, message: dict[str, Any]) -> bool:
        """Return whether these figures are newer than what the page was sent, and other ones."""
        sent = self.sent.get(message["type"], {"version": 0})
        if message["version"] < sent["version"]:
            return False
        return any(message[figure] != sent.get(figure) for figure in ("unread", "last", "changed") if figure in message)

    async def _end(self, code: int) -> None:
        """Close once: the server takes nothing more after that."""
        if self._forget():
            await self.close(code)

    def _forget(self) -> bool:
        """Take the socket off the list of open ones; return whether it was there."""
        if self not in open_sockets:
            return False
        open_sockets.remove(self)
        sockets_of_member.leave(self.scope["user"].pk)
        return True

    async def _join_groups(self, member_pk: int) -> bool:
        """Join the member's inbox, the page's thread, and the team's group; False when the channel layer is away."""
        try:
            await self._join(socket_messages.inbox_group(member_pk))
            if self.scope["user"].moderates:
                await self._join(socket_messages.TEAM)
            if self.thread:
                await self._join(socket_messages.thread_group(self.thread))
        except Away:
            return False
        return True

    async def _join(self, group: str) -> None:
        self.groups_joined.append(group)
        await self.channel_layer.group_add(group, self.channel_name)

    def _current_messages(self) -> list[socket_messages.SocketMessage]:
        """Build the messages with the current unread count and last post number."""
        return socket_messages.current_messages(self.scope["user"], self.thread)

    def _may_listen(self, member: Any) -> bool:
        """Return whether the member may sign in, and has passed the second factor where it is required."""
        if not member.is_authenticated or not member.is_active:
            return False
        request = HttpRequest()
        request.session, request.user = self.scope["session"], member
        return not member.needs_second_factor or has_second_factor(request)

    def _session_is_valid(self) -> bool:
        """Return whether the session is stored and has not expired."""
        session = self.scope["session"]
        return bool(session.__class__(session.session_key).load())

    async def _recheck_regularly(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            self.received = 0
            try:
                await self.recheck()
            except Exception:
                log.exception("rights are checked again later")

    async def recheck(self) -> None:
        """Close when the session ended or the member may not sign in; leave a thread that they may no longer see."""
        if not await database_sync_to_async(self._session_is_valid)():
            await self._end(NOT_SIGNED_IN)
            return
        member = await get_user(self.scope)
        if not await database_sync_to_async(self._may_listen)(member):
            await self._end(NOT_SIGNED_IN)
            return
        if not member.moderates and socket_messages.TEAM in self.groups_joined:
            self.groups_joined.remove(socket_messages.TEAM)
            await self.channel_layer.group_discard(socket_messages.TEAM, self.channel_name)
        if self.thread and not await database_sync_to_async(refs.visible)(self.thread, member):
            await self.channel_layer.group_discard(socket_messages.thread_group(self.thread), self.channel_name)
            self.thread = ""
