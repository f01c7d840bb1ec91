"""A moderator moves posts to a discussion of their own, without a script on a phone as well."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from community.forum.models import Thread
from community.members.models import Member
from tests.acts import reply

PHONE = {"width": 320, "height": 740}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_posts_are_chosen_previewed_and_moved(
    page_of: Callable[..., Page], thread: Thread, ines: Member, ruth: Member, script: bool
) -> None:
    for words in ("I sleep badly too.", "What do you do on nights?", "I read."):
        reply(thread, ines, words)
    page = page_of(ruth, java_script_enabled=script, viewport=PHONE)
    page.goto(f"/moderation/discussions/{thread.pk}/")
    page.get_by_role("link", name="Move some posts to another discussion").click()
    page.get_by_label("What do you do on nights?").check()
    page.get_by_label("Or write their numbers").fill("4")
    page.get_by_label("Title of the new discussion").fill("Nights")
    page.get_by_label("Reason").fill("They are about nights.")
    page.get_by_role("button", name="See what will happen").click()

    expect(page.get_by_role("heading", name="What will happen")).to_be_focused()
    expect(page.get_by_text("2 posts move to “Nights”.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") if script else True
    page.get_by_role("button", name="Move these posts").click()

    expect(page.get_by_text("Done, and recorded in the log.")).to_be_visible()
    page.goto(thread.get_absolute_url())
    page.get_by_role("link", name="Read them there").click()
    expect(page.get_by_role("heading", name="Nights")).to_be_visible()
    expect(page.get_by_text("I read.")).to_be_visible()
