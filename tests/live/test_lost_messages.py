"""A message that the channel layer loses reaches the page within seconds, and nothing is sent twice."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from community.forum import operations as forum
from community.forum.models import Group, Membership
from community.notifications import figures_watch
from tests.acts import reply
from tests.live.test_socket import live_group_size, unread

pytestmark = pytest.mark.django_db(transaction=True)
in_thread = sync_to_async


async def test_a_page_is_sent_what_was_lost(connect, lossy, thread, maria, ines):
    page, _ = await connect(maria, thread)
    lossy(on=True)
    await in_thread(reply)(thread, ines)
    while not await in_thread(maria.notifications.exists)():  # its followers are notified in the background
        await asyncio.sleep(0)
    lossy(on=False)

    await figures_watch.send_missing()

    assert (await page.next_of("inbox"))["unread"] == 1
    assert (await page.next_of("thread"))["last"] == 2


async def test_what_a_page_has_is_not_sent_again(connect, thread, maria, ines):
    page, _ = await connect(maria, thread)
    await in_thread(reply)(thread, ines)
    await page.next_of("inbox")

    await figures_watch.send_missing()

    assert await unread(maria) == await page.next_of("inbox")


async def test_a_member_who_lost_the_discussion_is_sent_nothing_of_it(connect, lossy, thread, maria, ines, joan):
    page, _ = await connect(joan, thread)
    closed = await in_thread(Group.objects.create)(slug="closed", name="Closed", audience="private")
    await in_thread(forum.move_thread)(thread, closed)
    while await in_thread(live_group_size)(thread):
        await asyncio.sleep(0)
    await in_thread(Membership.objects.create)(group=closed, member=maria)
    lossy(on=True)
    await in_thread(reply)(thread, maria)
    lossy(on=False)

    await figures_watch.send_missing()

    assert await unread(joan) == await page.next()
