"""Two people in two browsers: what one writes, the other sees without reloading."""

import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Post, Thread, Visit
from community.members.models import Member
from community.safety.models import WatchedPhrase
from tests.acts import reply
from tests.live_site import BOTH_WAYS

pytestmark = BOTH_WAYS
Windows = Callable[..., Page]
log = logging.getLogger(__name__)

OFFER = "1 new reply. Show"
NOTE_WHEN_OFFERED = """() => {
    window.notReloaded = true;
    const container = document.querySelector("[data-new-replies]");
    new MutationObserver((changes, observer) => {
        if (container.querySelector("button")) { window.offeredAt = Date.now(); observer.disconnect(); }
    }).observe(container, { childList: true, subtree: true });
}"""


def open_live(page: Page, path: str) -> Page:
    """Open a page and wait until its socket is connected."""
    page.goto(path)
    expect(page.locator("body[data-live=on]")).to_be_attached()
    return page


def write(page: Page, text: str) -> None:
    """Reply on the page, in the plain box, without script."""
    page.locator("textarea[name=body]").fill(text)
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_text(text)).to_be_visible()


def offer(page: Page) -> Any:
    return page.get_by_role("button", name=OFFER)


def count(page: Page) -> Any:
    return page.locator("[data-bell-count]")


@pytest.fixture
def path(thread: Thread) -> str:
    """The address of the discussion."""
    return thread.get_absolute_url()


def test_a_reply_is_offered_and_the_bell_rings_without_reloading(
    page_of: Windows, path: str, maria: Member, ines: Member
) -> None:
    reading, elsewhere = open_live(page_of(maria), path), open_live(page_of(maria), "/guidelines/")
    writing = page_of(ines, java_script_enabled=False)
    writing.goto(path)
    expect(count(elsewhere)).to_be_hidden()
    reading.evaluate(NOTE_WHEN_OFFERED)
    elsewhere.evaluate("window.notReloaded = true")

    writing.locator("textarea[name=body]").fill("I asked for one named nurse.")
    sent_at = time.time() * 1000
    writing.get_by_role("button", name="Post reply").click()

    expect(offer(reading)).to_be_visible()
    expect(count(elsewhere)).to_have_text("1")
    expect(count(reading)).to_have_text("1")
    delay = reading.evaluate("window.offeredAt") - sent_at
    log.info("from pressing Post to the offer on the other page: %.0f ms", delay)
    assert reading.evaluate("window.notReloaded")
    assert elsewhere.evaluate("window.notReloaded")
    expect(reading.get_by_text("I asked for one named nurse.")).to_have_count(0)


def test_pressing_show_brings_the_reply_and_reads_it(
    page_of: Windows, thread: Thread, path: str, maria: Member, ines: Member
) -> None:
    reading, elsewhere = open_live(page_of(maria), path), open_live(page_of(maria), "/guidelines/")
    write(opened(page_of(ines, java_script_enabled=False), path), "I asked for one named nurse.")
    expect(count(elsewhere)).to_have_text("1")

    offer(reading).click()

    expect(reading.get_by_text("I asked for one named nurse.")).to_be_visible()
    expect(offer(reading)).to_have_count(0)
    expect(count(elsewhere)).to_be_hidden()
    expect(count(reading)).to_be_hidden()
    assert Visit.objects.get(thread=thread, member=maria).number == 2
    expect(reading.locator(f"#post-{Post.objects.get(author=ines).pk}")).to_be_focused()


def opened(page: Page, path: str) -> Page:
    page.goto(path)
    return page


def test_nothing_above_the_reader_moves(
    page_of: Windows, thread: Thread, path: str, maria: Member, ines: Member
) -> None:
    for number in range(12):
        reply(thread, ines, f"Words {number}\n\n" * 5)
    reading = open_live(page_of(maria), path)
    reading.evaluate("window.scrollTo(0, 400)")
    top = reading.evaluate("document.querySelector('article').getBoundingClientRect().top")

    reply(thread, ines, "The newest")
    expect(offer(reading)).to_be_attached()

    assert reading.evaluate("window.scrollY") == 400
    assert reading.evaluate("document.querySelector('article').getBoundingClientRect().top") == top
    assert reading.evaluate("document.activeElement === document.body")


@pytest.mark.long
def test_several_replies_are_one_offer(
    page_of: Windows, thread: Thread, path: str, maria: Member, ines: Member
) -> None:
    reading = open_live(page_of(maria), path)

    for number in range(3):
        reply(thread, ines, f"Reply {number}")

    several = reading.get_by_role("button", name="3 new replies. Show")
    expect(several).to_be_visible()
    several.click()
    for number in range(3):
        expect(reading.get_by_text(f"Reply {number}")).to_be_visible()


def test_when_the_page_is_full_the_offer_opens_the_next_page(
    page_of: Windows, thread: Thread, path: str, maria: Member, ines: Member
) -> None:
    for number in range(18):
        reply(thread, ines, f"Reply {number}")
    reading = open_live(page_of(maria), path)
    reply(thread, ines, "The last on the page")
    reply(thread, ines, "The first on the next page")

    reading.get_by_role("button", name="2 new replies. Show").click()
    expect(reading.get_by_text("The last on the page")).to_be_visible()
    offer(reading).click()
    expect(reading.get_by_text("The first on the next page")).to_be_visible()
    assert "number=21" in reading.url


@pytest.mark.long
def test_an_offer_after_a_full_page_opens_the_next_page_at_once(
    page_of: Windows, thread: Thread, path: str, maria: Member, ines: Member
) -> None:
    for number in range(19):
        reply(thread, ines, f"Reply {number}")
    reading = open_live(page_of(maria), path)
    reply(thread, ines, "The first on the next page")

    offer(reading).click()

    expect(reading.get_by_text("The first on the next page")).to_be_visible()
    assert "number=21" in reading.url


@pytest.mark.long
def test_on_an_earlier_page_the_offer_leads_to_the_new_one(
    page_of: Windows, thread: Thread, path: str, maria: Member, ines: Member
) -> None:
    for number in range(21):
        reply(thread, ines, f"Reply {number}")
    reading = open_live(page_of(maria), path)

    reply(thread, ines, "On the second page")
    offer(reading).click()

    expect(reading.get_by_text("On the second page")).to_be_visible()
    expect(reading.get_by_text("Page 2 of 2").first).to_be_visible()


def test_with_the_socket_blocked_it_is_there_on_the_next_request(
    page_of: Windows, path: str, maria: Member, ines: Member
) -> None:
    reading = page_of(maria)
    reading.route_web_socket("**/ws/**", lambda socket: socket.close())
    reading.goto(path)
    expect(reading.locator("body[data-live=off]")).to_be_attached()
    write(opened(page_of(ines, java_script_enabled=False), path), "Still there")

    reading.goto("/guidelines/")
    expect(count(reading)).to_have_text("1")
    reading.goto("/notifications/")
    expect(reading.get_by_role("link", name="Ines replied in")).to_be_visible()
    reading.goto(path)
    expect(reading.get_by_text("Still there")).to_be_visible()
    reading.reload()
    expect(count(reading)).to_be_hidden()


def test_a_page_that_lost_its_socket_catches_up_by_itself(
    page_of: Windows, thread: Thread, path: str, maria: Member, ines: Member
) -> None:
    sockets: list[WebSocketRoute] = []
    reading = page_of(maria)

    def pass_on(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        if len(sockets) == 2:  # the first reconnection fails too
            socket.close()
        else:
            socket.connect_to_server()

    reading.route_web_socket("**/ws/**", pass_on)
    open_live(reading, path)
    sockets[0].close()
    reply(thread, ines, "While she was away")

    expect(offer(reading)).to_be_visible(timeout=10_000)
    assert len(sockets) >= 3


def test_signing_out_ends_the_socket_in_every_tab(page_of: Windows, path: str, maria: Member) -> None:
    first = open_live(page_of(maria), path)
    second = open_live(first.context.new_page(), "/guidelines/")

    first.goto("/accounts/logout/")
    first.get_by_role("main").get_by_role("button", name="Sign out").click()

    expect(second.locator("body[data-live=off]")).to_be_attached()


@pytest.mark.long
def test_a_reply_that_is_held_is_offered_to_nobody(
    page_of: Windows, thread: Thread, path: str, maria: Member, ines: Member
) -> None:
    reading = open_live(page_of(maria), path)
    phrase = WatchedPhrase.objects.create(phrase="miracle tea")
    held = reply(thread, ines, "A miracle tea")
    phrase.delete()
    reply(thread, ines, "Ordinary words")

    offer(reading).click()
    expect(reading.get_by_text("Ordinary words")).to_be_visible()
    expect(reading.get_by_text("A miracle tea")).to_have_count(0)

    forum.approve_post(held)
    offer(reading).click()
    expect(reading.get_by_text("A miracle tea")).to_be_visible()


@pytest.mark.long
def test_an_edit_disturbs_nobody(page_of: Windows, thread: Thread, path: str, maria: Member, ines: Member) -> None:
    post = reply(thread, ines)
    reading = open_live(page_of(maria), path)

    forum.edit_post(post, editor=ines, text=richtext.from_plain("Changed."), version=1)
    reply(thread, ines, "And then a reply")

    expect(offer(reading)).to_be_visible()
