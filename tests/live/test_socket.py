"""The one socket of a page: who may open it, its messages, and when it is closed."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.test import Client

from community.forum import operations as forum
from community.forum.models import Group, Membership
from community.notifications import socket_messages
from tests.acts import reply, start
from tests.live.conftest import PATIENCE, open_socket

pytestmark = pytest.mark.django_db(transaction=True)
in_thread = sync_to_async


async def unread(member):
    """Send an unread count and return it, to prove that no other message came before."""
    message = {"type": "inbox", "unread": 99, "version": 1}
    await get_channel_layer().group_send(
        socket_messages.inbox_group(member.pk), {"type": "socket.message", "message": message}
    )
    return message


async def test_a_guest_has_no_socket(on_air, guest):
    accepted, code = await open_socket(None).connect(PATIENCE)

    assert (accepted, code) == (False, 4401)


async def test_a_member_who_may_not_sign_in_any_more_has_none(on_air, as_member, maria):
    browser = await in_thread(as_member)(maria)
    maria.is_active = False
    await in_thread(maria.save)()

    accepted, _ = await open_socket(browser).connect(PATIENCE)

    assert not accepted


async def test_a_member_gets_the_current_counts_on_connecting(connect, thread, maria, ines):
    await in_thread(reply)(thread, ines)
    socket, _ = await connect(maria, thread, messages=0)

    inbox, about_thread = await socket.next(), await socket.next()

    assert set(inbox) == {"type", "unread", "version"}
    assert (inbox["type"], inbox["unread"]) in (("inbox", 0), ("inbox", 1))
    assert set(about_thread) == {"type", "thread", "version", "last"}
    assert (about_thread["thread"], about_thread["last"]) == (thread.pk, 2)


@pytest.mark.parametrize("query", ["", "?thread=x", "?thread=", "?thread=0", f"?thread={10**30}", "?thread=-1", "?a=1"])
async def test_a_page_without_a_discussion_receives_messages_of_its_inbox_alone(
    on_air, as_member, maria, thread, query
):
    socket = open_socket(await in_thread(as_member)(maria), query)
    await socket.connect(PATIENCE)

    assert (await socket.next())["type"] == "inbox"
    await in_thread(socket_messages.send)(
        socket_messages.thread_group(thread.key), {"type": "thread", "thread": 1, "version": 1, "last": 1}
    )
    assert await unread(maria) == await socket.next()
    await socket.disconnect()


async def test_a_reply_reaches_the_open_page_and_the_followers_bell(connect, thread, maria, ines, joan):
    page, _ = await connect(maria, thread)
    bell, _ = await connect(maria)
    stranger, _ = await connect(joan)

    await in_thread(reply)(thread, ines)

    assert (await page.next_of("thread"))["last"] == 2
    assert (await page.next_of("inbox"))["unread"] == 1
    assert (await bell.next())["unread"] == 1
    assert await unread(joan) == await stranger.next()


async def test_whoever_wrote_the_reply_has_nothing_unread(connect, thread, ines):
    socket, _ = await connect(ines, thread)

    await in_thread(reply)(thread, ines)

    assert (await socket.next())["type"] == "thread"
    assert await unread(ines) == await socket.next()


async def test_every_tab_has_the_same_number_when_it_was_read_in_one(connect, thread, maria, ines):
    first, browser = await connect(maria)
    second, _ = await connect(maria)
    await in_thread(reply)(thread, ines)
    one, other = await first.next(), await second.next()
    assert one == other

    await in_thread(browser.get)(thread.get_absolute_url())

    read = await first.next()
    assert read == await second.next()
    assert read["unread"] == 0
    assert read["version"] > one["version"]


async def test_a_message_never_contains_the_text_of_a_post(connect, thread, maria, ines):
    socket, _ = await connect(maria, thread)

    await in_thread(reply)(thread, ines, "A secret canary")

    for _ in range(2):
        message = await socket.next()
        assert set(message) <= {"type", "thread", "version", "last", "unread"}
        assert "canary" not in str(message)


@pytest.mark.parametrize(
    ("audience", "in_group", "hears"),
    [("members", False, True), ("private", False, False), ("private", True, True)],
)
async def test_a_page_receives_messages_only_of_a_discussion_that_its_member_may_read(
    connect, maria, ines, joan, audience, in_group, hears
):
    def make():
        group = Group.objects.create(slug="closed", name="Closed", audience=audience)
        for member in [maria, ines] + [joan] * in_group:
            Membership.objects.create(group=group, member=member)
        return start(group, maria, "Among ourselves").thread

    thread = await in_thread(make)()
    socket, _ = await connect(joan, thread, messages=2 if hears else 1)

    await in_thread(reply)(thread, ines)

    if hears:
        assert (await socket.next())["last"] == 2
    assert await unread(joan) == await socket.next()


async def test_a_page_receives_no_more_messages_when_its_member_loses_the_discussion(
    connect, thread, maria, ines, joan
):
    socket, _ = await connect(joan, thread)
    await in_thread(reply)(thread, ines)
    assert (await socket.next())["last"] == 2

    closed = await in_thread(Group.objects.create)(slug="closed", name="Closed", audience="private")
    await in_thread(forum.move_thread)(thread, closed)
    inside = await in_thread(live_group_size)(thread)
    while inside:
        await asyncio.sleep(0)
        inside = await in_thread(live_group_size)(thread)
    await in_thread(Membership.objects.create)(group=closed, member=ines)
    await in_thread(reply)(thread, ines)

    assert await unread(joan) == await socket.next()


def live_group_size(thread):
    return len(get_channel_layer().groups.get(socket_messages.thread_group(thread.key), {}))


async def test_signing_out_closes_the_sockets_of_that_browser_alone(connect, maria):
    here, browser = await connect(maria)
    elsewhere, _ = await connect(maria)

    await in_thread(browser.post)("/accounts/logout/")

    assert await here.closing() == 4401
    assert await unread(maria) == await elsewhere.next()


async def test_the_socket_of_a_session_ended_elsewhere_is_closed_at_the_next_check(connect, maria):
    socket, browser = await connect(maria)

    await in_thread(browser.session.delete)()
    await get_channel_layer().group_send(
        socket_messages.inbox_group(maria.pk), {"type": "socket.message", "message": {"type": "recheck"}}
    )

    assert await socket.closing() == 4401


async def test_the_socket_of_a_deactivated_member_is_closed_at_the_next_check(connect, maria):
    socket, _ = await connect(maria)
    maria.is_active = False
    await in_thread(maria.save)()

    await get_channel_layer().group_send(
        socket_messages.inbox_group(maria.pk), {"type": "socket.message", "message": {"type": "recheck"}}
    )

    assert await socket.closing() == 4401


async def test_an_editor_without_a_second_factor_has_no_socket(on_air, ed):
    browser = Client()
    await in_thread(browser.force_login)(ed, backend="community.members.sessions.MemberBackend")

    accepted, code = await open_socket(browser).connect(PATIENCE)

    assert (accepted, code) == (False, 4401)


async def test_an_open_socket_checks_its_permission_by_itself(connect, maria, monkeypatch):
    monkeypatch.setattr("community.notifications.consumers.RECHECK_SECONDS", 0.01)
    socket, browser = await connect(maria)

    await in_thread(browser.session.delete)()

    assert await socket.closing() == 4401
