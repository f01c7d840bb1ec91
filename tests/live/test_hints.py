"""Messages from processes that have no sockets: rows that the web process delivers, or Redis."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.db import connections

from community.forum import operations as forum
from community.notifications import operations as notifications
from community.notifications import relay, socket_messages
from community.notifications.models import Event, Hint
from config import stores
from tests.acts import reply

pytestmark = pytest.mark.django_db(transaction=True)
in_thread = sync_to_async


async def elsewhere(act, *arguments):
    """Run `act` as another process would: on a thread and a database connection of its own, without our loop."""

    def run():
        try:
            return act(*arguments)
        finally:
            connections.close_all()

    return await asyncio.to_thread(run)


@pytest.fixture
async def relayed(on_air, monkeypatch):
    """Let the web process deliver hints."""
    monkeypatch.setattr(relay, "PAUSE", 0.01)
    task = asyncio.create_task(relay.relay_hints())
    yield
    task.cancel()


async def test_a_hint_of_another_process_reaches_the_socket_and_is_deleted(relayed, connect, maria):
    socket, _ = await connect(maria)
    message = {"type": "inbox", "unread": 3, "version": 5}

    await elsewhere(lambda: Hint.objects.create(group=socket_messages.inbox_group(maria.pk), message=message))

    assert await socket.next() == message
    while await in_thread(Hint.objects.exists)():
        await asyncio.sleep(0.01)


async def test_hints_stored_before_the_start_are_delivered_too(on_air, connect, maria, monkeypatch):
    message = {"type": "inbox", "unread": 3, "version": 5}
    await elsewhere(lambda: Hint.objects.create(group=socket_messages.inbox_group(maria.pk), message=message))
    socket, _ = await connect(maria)

    task = asyncio.create_task(relay.relay_hints())

    assert await socket.next() == message
    task.cancel()


async def test_an_error_does_not_stop_the_delivery(relayed, connect, maria, monkeypatch):
    socket, _ = await connect(maria)
    take, failed = relay._take_hints, asyncio.Event()
    loop = asyncio.get_running_loop()

    def fail_once():
        if not failed.is_set():
            loop.call_soon_threadsafe(failed.set)
            raise OSError("the disk sleeps")
        return take()

    monkeypatch.setattr(relay, "_take_hints", fail_once)
    message = {"type": "inbox", "unread": 3, "version": 5}
    await elsewhere(lambda: Hint.objects.create(group=socket_messages.inbox_group(maria.pk), message=message))

    assert await socket.next() == message
    assert failed.is_set()


def test_a_process_without_sockets_stores_hints(thread, maria, ines):
    reply(thread, ines)
    notifications.expand(Event.objects.get().pk)

    groups = set(Hint.objects.values_list("group", flat=True))

    assert {socket_messages.thread_group(thread.key), socket_messages.inbox_group(maria.pk)} <= groups


def test_a_message_that_cannot_be_sent_does_not_fail_the_reply(thread, ines, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError("no room for hints")

    monkeypatch.setattr(Hint.objects, "bulk_create", refuse)

    assert reply(thread, ines).number == 2


@pytest.fixture
def through_redis(settings, redis_url):
    """Use the settings of a community with several processes."""
    settings.REDIS_URL = redis_url
    settings.CHANNEL_LAYERS = stores.channel_layers(redis_url)


@pytest.mark.services
async def test_a_reply_reaches_sockets_through_redis(through_redis, connect, thread, maria, ines):
    socket, _ = await connect(maria, thread)

    await in_thread(reply)(thread, ines)

    assert (await socket.next_of("thread"))["last"] == 2
    assert (await socket.next_of("inbox"))["unread"] == 1


@pytest.mark.services
async def test_another_process_reaches_sockets_through_redis(through_redis, connect, thread, maria, ines, monkeypatch):
    socket, _ = await connect(maria, thread)
    with monkeypatch.context() as patch:
        patch.setattr(socket_messages, "_loop", None)
        patch.setattr(socket_messages, "_background", None)
        await elsewhere(reply, thread, ines)
        await elsewhere(lambda: notifications.expand(Event.objects.get().pk))

    assert (await socket.next_of("thread"))["last"] == 2
    assert (await socket.next_of("inbox"))["unread"] == 1
    assert not await in_thread(Hint.objects.exists)()


@pytest.mark.services
async def test_redis_closes_the_sockets_of_a_session_that_ended(through_redis, connect, maria):
    socket, browser = await connect(maria)

    await in_thread(browser.post)("/accounts/logout/")

    assert await socket.closing() == 4401


@pytest.mark.services
async def test_redis_separates_the_messages_of_discussions(through_redis, connect, thread, group, maria, ines, joan):
    from tests.acts import start

    other = (await in_thread(start)(group, maria, "Another")).thread
    socket, _ = await connect(joan, other)

    await in_thread(reply)(thread, ines)
    await in_thread(forum.follow)(other, joan)
    await in_thread(reply)(other, ines)

    message = await socket.next_of("thread")
    assert message["thread"] == other.pk
    assert get_channel_layer().__class__.__name__ == "BoundedRedisLayer"
