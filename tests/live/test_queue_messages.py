"""Open pages of moderators are sent that the queue has changed; nobody else's are."""

import pytest
from asgiref.sync import sync_to_async

from community.members.models import Member, Role
from community.notifications import consumers, figures_watch
from community.safety import operations as safety
from community.safety.models import Case
from tests.acts import reply
from tests.live.test_socket import unread
from tests.moderation.deciding import case_about, reported

pytestmark = pytest.mark.django_db(transaction=True)
in_thread = sync_to_async


def close(case, ruth):
    safety.close_case(case, by=ruth, state=Case.State.REJECTED)


CHANGES = {
    "claimed": lambda case, ruth: safety.claim_case(case, by=ruth),
    "decided": close,
    "written to": lambda case, ruth: safety.write_letter(text="Where is my post?"),
}


@pytest.fixture
def case(transactional_db, thread, ines, maria):
    post = reply(thread, ines, "Buy my tea.")
    reported(post, maria)
    return case_about(post)


@pytest.mark.parametrize("change", CHANGES)
async def test_each_change_reaches_every_moderators_page(change, case, connect, ruth, ada):
    first, _ = await connect(ruth, messages=2)
    second, _ = await connect(ada, messages=2)

    await in_thread(CHANGES[change])(case, ruth)

    one, other = await first.next_of("queue"), await second.next_of("queue")
    assert one == other
    assert set(one) == {"type", "version", "changed"}


async def test_a_member_is_sent_nothing_of_the_queue(case, connect, ruth, joan):
    page, _ = await connect(joan)

    await in_thread(safety.claim_case)(case, by=ruth)

    assert await unread(joan) == await page.next()


async def test_who_moderates_no_more_is_sent_nothing_any_more(case, connect, ruth, ada):
    page, _ = await connect(ruth, messages=2)
    await in_thread(Member.objects.filter(pk=ruth.pk).update)(role=Role.MEMBER)
    (socket,) = consumers.open_sockets
    await socket.recheck()

    await in_thread(safety.claim_case)(case, by=ada)

    assert await unread(ruth) == await page.next()


async def test_what_was_lost_is_sent_later(case, connect, ruth, ada, lossy):
    page, _ = await connect(ruth, messages=2)
    lossy(on=True)
    await in_thread(safety.claim_case)(case, by=ada)
    lossy(on=False)

    await figures_watch.send_missing()

    assert (await page.next_of("queue"))["changed"]
    await figures_watch.send_missing()
    assert await unread(ruth) == await page.next()
