"""The channel layer in memory: as many messages as there are followers, while thousands of pages are open."""

import asyncio
from typing import Any

import pytest
from channels.layers import InMemoryChannelLayer

from community.core import memory_layer
from community.core.memory_layer import MemoryLayer


def test_expired_messages_are_not_looked_for_at_each_message(monkeypatch: pytest.MonkeyPatch) -> None:
    cleanings: list[InMemoryChannelLayer] = []
    monkeypatch.setattr(InMemoryChannelLayer, "_clean_expired", lambda layer: cleanings.append(layer))
    layer = MemoryLayer()

    async def send_many() -> list[Any]:
        received = []
        for number in range(50):
            await layer.group_add(f"inbox.{number}", f"page.{number}")
            await layer.group_send(f"inbox.{number}", {"type": "socket.message", "number": number})
            received.append((await layer.receive(f"page.{number}"))["number"])
        return received

    assert asyncio.run(send_many()) == list(range(50))
    assert cleanings == [layer]


def test_messages_that_nobody_takes_expire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_layer, "CLEANING_SECONDS", 0)
    layer = MemoryLayer(expiry=-1)

    async def send_and_look() -> None:
        await layer.group_add("inbox.1", "page.1")
        await layer.group_send("inbox.1", {"type": "socket.message"})
        assert list(layer.channels) == ["page.1"]
        await layer.group_send("inbox.2", {"type": "socket.message"})

    asyncio.run(send_and_look())
    assert not layer.channels
