"""Who loses the right to a socket loses the socket within seconds, wherever and however the right ended."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from community.forum.models import Membership, Thread
from community.members.models import Member, Role
from community.moderation import operations as moderation
from community.moderation.operations import Decision
from community.notifications import consumers, socket_watch
from tests.live.conftest import PATIENCE, open_socket

pytestmark = pytest.mark.django_db(transaction=True)
in_thread = sync_to_async


def session_key(browser: Client) -> str:
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def change_password(member: Member, browser: Client) -> None:
    member.set_password("another long calm evening")
    member.save(update_fields=["password"])


ENDS: dict[str, Callable[[Member, Client], Any]] = {
    "deactivated": lambda member, browser: Member.objects.filter(pk=member.pk).update(is_active=False),
    "deleted": lambda member, browser: Member.objects.filter(pk=member.pk).delete(),
    "password changed elsewhere": change_password,
    "session deleted": lambda member, browser: Session.objects.filter(pk=session_key(browser)).delete(),
    "session expired": lambda member, browser: Session.objects.filter(pk=session_key(browser)).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    ),
    "all sessions ended": lambda member, browser: Session.objects.all().delete(),
    "became staff without a second factor": lambda member, browser: Member.objects.filter(pk=member.pk).update(
        role=Role.MODERATOR
    ),
}


@pytest.fixture
async def watched(on_air: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Look after sockets as the web process does."""
    monkeypatch.setattr(socket_watch, "PAUSE", 0.05)
    task = asyncio.create_task(socket_watch.watch())
    yield
    task.cancel()


def test_sockets_are_looked_after_more_often_than_every_five_seconds() -> None:
    assert socket_watch.PAUSE <= 4


@pytest.mark.parametrize("end", ENDS)
async def test_a_socket_ends_with_the_right_to_it(watched: None, connect: Any, maria: Any, ines: Any, end: str) -> None:
    socket, browser = await connect(maria)
    other, _ = await connect(ines) if end != "all sessions ended" else (None, None)

    await in_thread(ENDS[end])(maria, browser)

    assert await socket.closing() == 4401
    if other:
        assert await other.receive_nothing(0.2)


async def test_ending_a_session_on_the_page_of_sessions_ends_its_socket(
    watched: None, connect: Any, maria: Any
) -> None:
    def end_it(browser: Client) -> None:
        UserSession.objects.exclude(session_key=session_key(browser)).delete()
        (other,) = Session.objects.exclude(pk=session_key(browser))
        other.delete()

    elsewhere, _ = await connect(maria)
    here, browser = await connect(maria)

    await in_thread(end_it)(browser)

    assert await elsewhere.closing() == 4401
    assert await here.receive_nothing(0.2)


async def test_a_change_between_connecting_and_the_first_look_is_noticed(
    on_air: None, connect: Any, maria: Any
) -> None:
    socket, browser = await connect(maria)
    await in_thread(change_password)(maria, browser)

    task = asyncio.create_task(socket_watch.watch())

    assert await socket.closing() == 4401
    task.cancel()


async def test_an_error_does_not_stop_the_watch(watched: None, connect: Any, maria: Any, monkeypatch: Any) -> None:
    socket, browser = await connect(maria)
    look, failed = socket_watch._facts, asyncio.Event()
    loop = asyncio.get_running_loop()

    def fail_once(sockets: Any) -> Any:
        if not failed.is_set():
            loop.call_soon_threadsafe(failed.set)
            raise OSError("the disk sleeps")
        return look(sockets)

    monkeypatch.setattr(socket_watch, "_facts", fail_once)
    await failed.wait()
    await in_thread(ENDS["deactivated"])(maria, browser)

    assert await socket.closing() == 4401


async def test_the_watch_takes_two_queries_for_any_number_of_sockets(connect: Any, maria: Any, ines: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            socket_watch._facts(list(consumers.open_sockets))
        return len(captured)

    await connect(maria)
    assert await in_thread(queries)() == 2
    for member in (maria, ines, ines):
        await connect(member)
    assert len(consumers.open_sockets) == 4
    assert await in_thread(queries)() == 2


async def test_a_member_has_no_more_sockets_than_they_may(connect: Any, maria: Any, ines: Any, settings: Any) -> None:
    settings.SOCKETS_PER_MEMBER = 3
    first, browser = await connect(maria)
    for _ in range(2):
        await connect(maria)

    assert await open_socket(browser).connect(PATIENCE) == (False, 4429)
    await connect(ines)
    await first.disconnect()
    await connect(maria)


async def test_a_client_that_leaves_while_it_connects_leaves_nothing_behind(
    on_air: None, as_member: Any, maria: Any, monkeypatch: Any
) -> None:
    async def gone(self: Any, *args: Any) -> None:
        raise OSError("the client has left")

    monkeypatch.setattr(consumers.PageConsumer, "send_json", gone)
    socket = open_socket(await in_thread(as_member)(maria))

    await socket.connect(PATIENCE)
    with pytest.raises(OSError, match="has left"):
        await socket.wait(PATIENCE)

    assert not consumers.open_sockets
    assert get_channel_layer().groups == {}


async def test_a_moderator_loses_the_socket_with_the_second_factor(watched: None, connect: Any, ruth: Any) -> None:
    socket, _ = await connect(ruth)

    await in_thread(Authenticator.objects.all().delete)()
    await in_thread(Member.objects.filter(pk=ruth.pk).update)(role=Role.ADMINISTRATOR)

    assert await socket.closing() == 4401


@pytest.mark.parametrize("how", ["by the operation", "in the database"])
async def test_a_suspended_moderator_loses_a_thread_of_a_private_group_and_a_member_does_not(
    watched: None, connect: Any, ada: Any, ruth: Any, ines: Any, thread: Any, how: str
) -> None:
    await in_thread(Thread.objects.filter(pk=thread.pk).update)(audience="private")
    await in_thread(Membership.objects.create)(group=thread.group, member=ines)
    await connect(ruth, thread)
    await connect(ines, thread)
    until = timezone.now() + timedelta(days=1)

    def suspend(member: Member) -> None:
        if how == "by the operation":
            moderation.suspend_member(member, Decision(by=ada, reason="So that we can talk."), until=until)
        else:
            Member.objects.filter(pk=member.pk).update(suspended_until=until)

    for member in (ruth, ines):
        await in_thread(suspend)(member)

    async with asyncio.timeout(PATIENCE):
        while any(open_.thread for open_ in consumers.open_sockets if open_.scope["user"] == ruth):
            await asyncio.sleep(0.02)
    assert [open_.thread for open_ in consumers.open_sockets if open_.scope["user"] == ines] == [thread.key]
    assert len(consumers.open_sockets) == 2
