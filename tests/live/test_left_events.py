"""What a stopped process left to tell is told by the web process within a minute, without the worker."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from community.notifications import operations as notifications
from community.notifications import relay
from community.notifications.models import Event
from community.notifications.operations.expand import LEASE
from community.notifications.operations.sweep import GRACE_PERIOD
from tests.acts import reply

pytestmark = pytest.mark.django_db(transaction=True)
in_thread = sync_to_async
LONG_AGO = timedelta(seconds=6)

STOPPED: dict[str, Callable[[], dict[str, Any]]] = {
    "before it began": lambda: {"created_at": timezone.now() - LONG_AGO},
    "in the middle, and its lease has run out": lambda: {"leased_until": timezone.now() - timedelta(seconds=1)},
    "in the middle, and its lease runs out soon": lambda: {"leased_until": timezone.now() + timedelta(seconds=0.3)},
}


@pytest.fixture
def sweeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the web process sweep often."""
    monkeypatch.setattr(relay, "SWEEP_PAUSE", 0.05)


def test_the_longest_wait_is_less_than_a_minute() -> None:
    assert (LEASE + GRACE_PERIOD).total_seconds() + relay.SWEEP_PAUSE < 60


@pytest.mark.parametrize("how", STOPPED)
async def test_followers_are_notified_though_the_process_stopped(
    sweeping: None, on_air: None, thread: Any, maria: Any, ines: Any, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as stopped:
        stopped.setattr("community.notifications.socket_messages.in_background", lambda work, pk: None)
        await in_thread(reply)(thread, ines)
    await in_thread(Event.objects.update)(**STOPPED[how]())
    assert await in_thread(maria.notifications.count)() == 0

    task = asyncio.create_task(relay.sweep_events())

    async with asyncio.timeout(20):
        while not await in_thread(maria.notifications.count)():
            await asyncio.sleep(0.02)
    task.cancel()


async def test_an_event_that_fails_is_tried_again(
    sweeping: None, on_air: None, thread: Any, maria: Any, ines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    once = notifications.sweep

    def fail_twice() -> int:
        calls.append(1)
        if len(calls) < 3:
            raise OSError("database is locked")
        return once()

    with monkeypatch.context() as stopped:
        stopped.setattr("community.notifications.socket_messages.in_background", lambda work, pk: None)
        await in_thread(reply)(thread, ines)
    await in_thread(Event.objects.update)(created_at=timezone.now() - LONG_AGO)
    monkeypatch.setattr(notifications, "sweep", fail_twice)

    task = asyncio.create_task(relay.sweep_events())

    async with asyncio.timeout(20):
        while await in_thread(Event.objects.filter(done_at=None).exists)():
            await asyncio.sleep(0.02)
    task.cancel()
    assert len(calls) >= 3
