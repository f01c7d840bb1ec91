"""Who wrote a post, beside their name: asked for by a press or by focus, and not before."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.forum.models import Post, Thread
from community.members.models import Member
from tests.acts import reply
from tests.browser.posts import more_of, post_of, steady
from tests.browser.watched import Watched

Windows = Callable[..., Page]


@pytest.fixture
def post(thread: Thread, tess: Member) -> Post:
    """A reply of Tess."""
    return reply(thread, tess, "Ask for the cream early.")


def card(page: Page) -> Any:
    return page.locator("[data-card]")


def name(page: Page) -> Any:
    return post_of(page, "Ask for the cream").locator(".by a")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_press_of_the_name_shows_the_card_and_escape_closes_it(
    page_of: Windows, thread: Thread, post: Post, width: int
) -> None:
    page = page_of(viewport={"width": width, "height": 640}, has_touch=width == 360)
    watched = Watched(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(thread.get_absolute_url())
    expect(name(page)).to_be_visible()
    assert not [url for url in asked if url.endswith("/card/")]

    for _ in range(2):
        if width == 360:
            name(page).tap()
        else:
            name(page).click()
        expect(card(page)).to_contain_text("Mentor")
        expect(card(page)).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
        expect(card(page)).to_be_hidden()

    assert len([url for url in asked if url.endswith("/card/")]) == 1
    assert page.url.endswith(thread.get_absolute_url())
    name(page).click()
    steady(card(page).get_by_role("link", name="More about Tess")).click()
    page.wait_for_url("**/members/Tess/")
    assert watched.complaints == []


def test_keyboard_focus_shows_it_and_tab_leads_through_it(page_of: Windows, thread: Thread, post: Post) -> None:
    page = page_of()
    page.goto(thread.get_absolute_url())
    post_of(page, "Ask for the cream").locator("[popovertarget]").focus()
    page.keyboard.press("Shift+Tab")

    page.keyboard.press("Shift+Tab")

    expect(name(page)).to_be_focused()
    expect(card(page)).to_contain_text("Member since")
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(name(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(card(page).get_by_role("link", name="More about Tess")).to_be_focused()
    page.keyboard.press("Tab")
    expect(card(page)).to_be_hidden()


def test_a_member_opens_it_from_more_by_keyboard(page_of: Windows, thread: Thread, post: Post, joan: Member) -> None:
    page = page_of(joan)
    page.goto(thread.get_absolute_url())
    more = more_of(post_of(page, "Ask for the cream"))

    more.get_by_role("link", name="About Tess").press("Enter")

    expect(card(page).get_by_role("link", name="More about Tess")).to_be_focused()
    expect(more).to_be_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["failed", "without script"])
def test_without_a_card_the_name_leads_to_the_page(page_of: Windows, thread: Thread, post: Post, script: bool) -> None:
    page = page_of(java_script_enabled=script)
    page.route("**/card/", lambda route: route.abort())
    page.goto(thread.get_absolute_url())

    name(page).click()

    page.wait_for_url("**/members/Tess/")
