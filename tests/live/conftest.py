"""Sockets connected to the application itself, and the event loop that delivers messages."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import connections
from django.test import Client

from community.members.models import Member
from community.notifications import socket_messages
from config.asgi import application

PATIENCE = 30  # seconds; reached only on failure


class Socket(WebsocketCommunicator):
    """The socket of one page."""

    async def next(self) -> dict[str, Any]:
        """Return the next message."""
        message: dict[str, Any] = await self.receive_json_from(PATIENCE)
        return message

    async def next_of(self, kind: str) -> dict[str, Any]:
        """Return the next message of a kind; skip others."""
        while (message := await self.next())["type"] != kind:
            pass
        return message

    async def closing(self) -> int:
        """Return the code with which the server closes."""
        while (message := await self.receive_output(PATIENCE))["type"] != "websocket.close":
            pass
        return int(message["code"])


def open_socket(browser: Client | None, query: str = "", origin: str | None = "http://testserver") -> Socket:
    """Open the socket of a page in this browser; not connected yet."""
    headers = [(b"host", b"testserver")]
    if origin:
        headers.append((b"origin", origin.encode()))
    if browser:
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode()))
    return Socket(application, f"/ws/{query}", headers)


@pytest.fixture
async def on_air(transactional_db: None) -> AsyncIterator[None]:
    """Run the web process: deliver messages on this loop, and notify followers in the background."""
    socket_messages.attach(asyncio.get_running_loop())
    yield
    await asyncio.to_thread(socket_messages.detach)
    await sync_to_async(connections.close_all)()


@pytest.fixture
async def connect(
    on_air: None, as_member: Callable[[Member], Client]
) -> AsyncIterator[Callable[..., Awaitable[tuple[Socket, Client]]]]:
    """Open a member's page: return its socket after the first message, and its browser."""
    sockets: list[Socket] = []

    async def go(member: Member, thread: Any = None, *, messages: int | None = None) -> tuple[Socket, Client]:
        browser = await sync_to_async(as_member)(member)
        socket = open_socket(browser, f"?thread={thread.pk}" if thread else "")
        accepted, _ = await socket.connect(PATIENCE)
        assert accepted
        for _ in range((1 if thread is None else 2) if messages is None else messages):
            await socket.next()
        sockets.append(socket)
        return socket, browser

    yield go
    for socket in sockets:
        await socket.disconnect()


@pytest.fixture
def lossy(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the channel layer lose every message, while the block is on."""
    layer = get_channel_layer()
    original = layer.group_send

    async def lose(group: str, message: Any) -> None:
        return None

    def switch(*, on: bool) -> None:
        monkeypatch.setattr(layer, "group_send", lose if on else original)

    return switch
