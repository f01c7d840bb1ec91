"""Mute and block in the browser: by keyboard, with focus where it was, and nothing for axe to find."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from community.forum import operations as forum
from community.forum.models import Follow, Thread
from community.members.models import Block, Member
from tests.acts import reply
from tests.browser.axe import faults
from tests.browser.posts import steady

type Windows = Callable[..., Page]


def test_a_discussion_is_muted_and_unmuted_by_keyboard(page_of: Windows, thread: Thread, maria: Member) -> None:
    page = page_of(maria)
    page.goto(thread.get_absolute_url())
    control = page.locator("#follow")
    expect(control).to_have_text("Following")

    control.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Stop following")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Unmute")).to_be_focused()
    expect(control).to_have_text("Muted")
    assert list(faults(page, "#following")) == []
    assert Follow.objects.get(member=maria).muted
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Mute this discussion")).to_be_focused()
    expect(control).to_have_text("Follow or mute")
    assert not Follow.objects.get(member=maria).muted


def test_a_member_is_blocked_from_their_card_and_their_post_is_opened(
    page_of: Windows, thread: Thread, maria: Member, ines: Member
) -> None:
    reply(thread, ines, "The words of Ines")
    page = page_of(maria)
    page.goto(thread.get_absolute_url())
    page.locator(".by a", has_text="Ines").click()
    steady(page.get_by_role("link", name="Block Ines")).click()
    assert list(faults(page)) == []
    page.get_by_role("button", name="Block Ines").click()
    expect(page.get_by_text("You’ve blocked Ines. We haven’t told them.")).to_be_visible()
    assert list(faults(page)) == []
    assert Block.objects.exists()

    page.goto(thread.get_absolute_url())
    expect(page.get_by_text("The words of Ines")).to_be_hidden()
    assert list(faults(page)) == []
    page.get_by_text("Show it").click()
    expect(page.get_by_text("The words of Ines")).to_be_visible()
    expect(page.get_by_text("Show it")).to_be_hidden()
    assert list(faults(page)) == []


@pytest.mark.parametrize("path", ["/discussions/muted/", "/discussions/following/", "/settings/blocked/"])
def test_the_lists_have_no_faults(path: str, page_of: Windows, thread: Thread, joan: Member, ines: Member) -> None:
    forum.follow_group(thread.group, joan)
    forum.mute_thread(thread, joan)
    forum.block_member(ines, joan)
    page = page_of(joan, viewport={"width": 320, "height": 640})

    page.goto(path)

    assert list(faults(page)) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
