"""The bell: its list, the page's title, what announces a new notification, and pages without a socket."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.forum.models import Group, Thread
from community.members.models import Member
from community.notifications.models import Preferences
from tests.acts import reply, start
from tests.browser.axe import faults
from tests.browser.test_live import count, open_live
from tests.notifications.notifications import notify_followers

Windows = Callable[..., Page]
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


def write(thread: Thread, author: Member) -> None:
    """Reply, and notify the followers as the web process does after a commit."""
    reply(thread, author)
    notify_followers()


def bell(page: Page) -> Any:
    return page.locator("[data-bell]")


def newest(page: Page) -> Any:
    return page.get_by_role("dialog", name="Alerts")


def toast(page: Page) -> Any:
    return page.locator("[data-arrival-region] .toast")


def test_the_bell_opens_the_newest_and_escape_returns_to_it(
    page_of: Windows, thread: Thread, maria: Member, ines: Member
) -> None:
    write(thread, ines)
    page = page_of(maria, viewport=WIDE)
    page.goto("/guidelines/")
    expect(bell(page)).to_have_attribute("aria-expanded", "false")

    bell(page).focus()
    page.keyboard.press("Enter")

    expect(newest(page).get_by_role("link", name="Ines replied in")).to_be_visible()
    expect(newest(page).get_by_role("heading", name="Alerts")).to_be_focused()
    expect(bell(page)).to_have_attribute("aria-expanded", "true")
    assert not list(faults(page, ".bell-preview"))
    page.keyboard.press("Escape")
    expect(newest(page)).to_be_hidden()
    expect(bell(page)).to_be_focused()
    expect(bell(page)).to_have_attribute("aria-expanded", "false")
    bell(page).click()
    expect(newest(page)).to_be_visible()
    bell(page).click()
    expect(newest(page)).to_be_hidden()
    assert page.url.endswith("/guidelines/")


def test_all_are_marked_as_read_in_the_list_of_the_bell(
    page_of: Windows, thread: Thread, maria: Member, ines: Member
) -> None:
    write(thread, ines)
    page = page_of(maria, viewport=WIDE)
    page.goto("/guidelines/")
    title = page.title()
    assert title.startswith("(1) ")
    bell(page).click()

    newest(page).get_by_role("button", name="Mark all as read").click()

    expect(count(page)).to_be_hidden()
    expect(page).to_have_title(title.removeprefix("(1) "))
    expect(newest(page).get_by_role("button")).to_have_count(0)
    assert not maria.notifications.unread().exists()
    newest(page).get_by_role("link", name="See all").click()
    expect(page).to_have_url(f"{page.url.split('/notifications')[0]}/notifications/")


@pytest.mark.parametrize("options", [{"viewport": PHONE}, {"java_script_enabled": False}], ids=["phone", "no script"])
def test_on_a_phone_and_without_script_the_bell_leads_to_the_page(
    page_of: Windows, maria: Member, options: dict[str, Any]
) -> None:
    page = page_of(maria, **options)
    page.goto("/guidelines/")

    bell(page).click()

    expect(page.get_by_role("heading", name="Notifications")).to_be_visible()


def test_a_new_notification_is_announced_once_and_takes_no_focus(
    page_of: Windows, group: Group, thread: Thread, maria: Member, ines: Member
) -> None:
    other = start(group, maria, "Sleep after treatment").thread
    reading, elsewhere = open_live(page_of(maria), thread.get_absolute_url()), open_live(page_of(maria), "/guidelines/")
    elsewhere.get_by_role("link", name="Groups").first.focus()

    write(thread, ines)

    expect(toast(elsewhere).get_by_role("link", name="Ines replied in")).to_be_visible()
    expect(elsewhere.get_by_role("link", name="Groups").first).to_be_focused()
    expect(elsewhere).to_have_title("(1) Guidelines · Alongside")
    assert not list(faults(elsewhere, "[data-arrival-region]"))
    expect(reading.get_by_role("button", name="1 new reply. Show")).to_be_visible()
    expect(count(reading)).to_have_text("1")
    write(other, ines)
    expect(toast(reading).get_by_role("link", name="Sleep after treatment")).to_be_visible()
    expect(toast(reading)).to_have_count(1)
    expect(toast(elsewhere)).to_have_count(1)
    elsewhere.keyboard.press("Escape")
    expect(toast(elsewhere)).to_have_count(0)


def test_toasts_are_switched_off_on_one(
    page_of: Windows, group: Group, thread: Thread, maria: Member, ines: Member
) -> None:
    page = open_live(page_of(maria), "/guidelines/")
    write(thread, ines)

    toast(page).get_by_role("button", name="Don’t show these").click()

    expect(toast(page).get_by_text("New alerts no longer show on the page.")).to_be_visible()
    expect(toast(page).get_by_role("button", name="Show them again")).to_be_focused()
    assert not Preferences.objects.get(member=maria).shows_toasts
    toast(page).get_by_role("button", name="Close").click()
    write(start(group, maria, "Sleep after treatment").thread, ines)
    expect(count(page)).to_have_text("2")
    expect(toast(page)).to_have_count(0)


def test_a_page_without_a_socket_asks_every_half_minute(
    page_of: Windows, thread: Thread, maria: Member, ines: Member
) -> None:
    page = page_of(maria)
    page.route_web_socket("**/ws/**", lambda socket: socket.close())
    page.clock.install()
    page.goto(thread.get_absolute_url())
    expect(page.locator("body[data-live=off]")).to_be_attached()
    page.wait_for_load_state("networkidle")

    write(thread, ines)
    with page.expect_response("**/notifications/figures/**"):
        page.clock.run_for(40_000)

    expect(count(page)).to_have_text("1")
    expect(page.get_by_role("button", name="1 new reply. Show")).to_be_visible()


def test_the_open_list_offers_what_is_new_instead_of_saying_that_there_is_nothing(
    page_of: Windows, thread: Thread, maria: Member, ines: Member
) -> None:
    page = page_of(maria, viewport=WIDE)
    open_live(page, "/notifications/")
    offer = page.get_by_role("link", name="Show new alerts")
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    expect(offer).to_be_hidden()

    write(thread, ines)
    expect(count(page)).to_have_text("1")
    expect(offer).to_be_visible()
    offer.click()

    expect(page.locator("main").get_by_role("link", name="Ines replied in")).to_be_visible()
    expect(offer).to_be_hidden()


def test_the_dates_of_the_list_stay_as_they_were_when_a_row_is_marked_as_read(
    page_of: Windows, thread: Thread, maria: Member, ines: Member
) -> None:
    write(thread, ines)
    page = page_of(maria, viewport=WIDE)
    page.goto("/notifications/")
    expect(page.locator(".notification time")).to_have_text("just now")

    page.get_by_role("button", name="Mark as read").click()

    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)
    expect(page.locator(".notification time")).to_have_text("just now")
