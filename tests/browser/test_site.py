"""The live site and the browser see the rows of the test."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from community.forum.models import Thread
from community.members.models import Member


def test_a_member_sees_the_rows_of_the_test_in_a_real_browser(
    page_of: Callable[..., Page], thread: Thread, ines: Member
) -> None:
    page = page_of(ines)

    page.goto(thread.get_absolute_url())

    expect(page.get_by_role("heading", name=thread.title)).to_be_visible()
    expect(page.get_by_role("link", name="Ines").first).to_be_attached()
