"""The one socket of a page."""

import asyncio
import logging
from typing import Any

from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.http import HttpRequest

from community.core import refs
from community.core.access import has_second_factor
from community.notifications import live

log = logging.getLogger(__name__)
RECHECK_SECONDS = 60
NOT_SIGNED_IN = 4401


class PageConsumer(AsyncJsonWebsocketConsumer):
    """Tells an open page how much is unread and how far its thread has come.

    The page names its thread in the address; the server checks that the member may see it and names the groups. Each
    connection starts with the figures of now, so that reconnecting is asking again."""

    groups_joined: list[str]
    thread = ""

    async def connect(self) -> None:
        """Let in members from our own pages (config/asgi.py checked the Origin); staff with their second factor."""
        self.groups_joined = []
        member = self.scope["user"]
        if not await database_sync_to_async(self._may_listen)(member):
            await self.close(NOT_SIGNED_IN)
            return
        await self.accept()
        await self._join(live.inbox_group(member.pk))
        wanted = self.scope["query_string"].decode("ascii", "ignore").removeprefix("thread=")
        if wanted.isdecimal() and await database_sync_to_async(refs.visible)(f"thread:{wanted}", member):
            self.thread = f"thread:{wanted}"
            await self._join(live.thread_group(self.thread))
        for message in await database_sync_to_async(self._figures)():
            await self.send_json(message)
        self.rechecks = asyncio.create_task(self._recheck_now_and_then())

    async def disconnect(self, code: int) -> None:
        """Leave the groups."""
        if rechecks := getattr(self, "rechecks", None):
            rechecks.cancel()
        for group in self.groups_joined:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """Pages have nothing to say here; a word keeps the connection open through proxies."""

    async def socket_message(self, event: dict[str, Any]) -> None:
        """Pass a socket message on, close when its session has ended, or check rights again."""
        message = event["message"]
        if message["type"] == "recheck":
            await self._recheck()
        elif message["type"] != "signed_out":
            await self.send_json(message)
        elif message["session"] == live.name_of_session(self.scope["session"].session_key):
            await self.close(NOT_SIGNED_IN)

    async def _join(self, group: str) -> None:
        self.groups_joined.append(group)
        await self.channel_layer.group_add(group, self.channel_name)

    def _figures(self) -> list[live.SocketMessage]:
        member = self.scope["user"]
        messages = list(live.inbox_messages([member.pk]).values())
        if self.thread:
            prefix, pk = refs.split(self.thread)
            messages.append(refs.resolver_for(prefix).figures(pk))
        return messages

    def _may_listen(self, member: Any) -> bool:
        if not member.is_authenticated or not member.is_active:
            return False
        request = HttpRequest()
        request.session, request.user = self.scope["session"], member
        return not member.needs_second_factor or has_second_factor(request)

    def _session_is_valid(self) -> bool:
        """Whether the session is stored and has not run out."""
        session = self.scope["session"]
        return bool(session.__class__(session.session_key).load())

    async def _recheck_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            try:
                await self._recheck()
            except Exception:
                log.exception("rights are looked at again later")

    async def _recheck(self) -> None:
        """Close when the session ended or the member may not sign in; leave a thread that they may not see."""
        if not await database_sync_to_async(self._session_is_valid)():
            await self.close(NOT_SIGNED_IN)
            return
        member = await get_user(self.scope)
        if not await database_sync_to_async(self._may_listen)(member):
            await self.close(NOT_SIGNED_IN)
        elif self.thread and not await database_sync_to_async(refs.visible)(self.thread, member):
            await self.channel_layer.group_discard(live.thread_group(self.thread), self.channel_name)
            self.thread = ""
