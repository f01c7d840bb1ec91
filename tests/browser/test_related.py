"""Related discussions take the place of their link when it comes near; the link remains without script."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from community.forum.models import Group, Thread
from tests.acts import make_member, start

PHONE = {"viewport": {"width": 320, "height": 740}}
HEADING = "Related discussions"


def test_they_are_shown_where_the_viewer_scrolls(
    page_of: Callable[..., Page], group: Group, thread: Thread, base_url: str
) -> None:
    start(group, make_member("Reader"), thread.title)
    page = page_of(**PHONE)
    page.goto(thread.get_absolute_url())

    page.evaluate("scrollTo(0, document.body.scrollHeight)")

    expect(page.get_by_role("region", name=HEADING).get_by_role("link", name=thread.title)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_nothing_is_left_where_nothing_is_related(page_of: Callable[..., Page], thread: Thread, base_url: str) -> None:
    page = page_of(**PHONE)
    page.goto(thread.get_absolute_url())

    page.evaluate("scrollTo(0, document.body.scrollHeight)")

    expect(page.locator("[data-related]")).to_have_count(0)


def test_without_script_the_link_leads_to_a_page(
    page_of: Callable[..., Page], group: Group, thread: Thread, base_url: str
) -> None:
    start(group, make_member("Reader"), thread.title)
    page = page_of(java_script_enabled=False, **PHONE)
    page.goto(thread.get_absolute_url())

    page.get_by_role("link", name=HEADING).click()

    expect(page.get_by_role("heading", level=1, name=HEADING)).to_be_visible()
    assert page.get_by_role("link", name=thread.title).count() == 2  # above the page, and the other one
