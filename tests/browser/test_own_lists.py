"""The discussions that a member follows, in a real browser: following ends and starts again in place."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from community.forum import operations as forum
from community.forum.models import Follow, Group, Thread
from community.members.models import Member
from tests.acts import start

PATH = "/discussions/following/"


@pytest.fixture
def followed(group: Group, maria: Member, joan: Member) -> list[Thread]:
    """Three discussions that Joan follows."""
    threads = [start(group, maria, f"Discussion {number}").thread for number in range(3)]
    for thread in threads:
        forum.follow(thread, joan)
    return threads


def test_with_script_the_row_stays_the_focus_too_and_no_page_loads(
    page_of: Callable[..., Page], joan: Member, followed: list[Thread]
) -> None:
    page = page_of(joan)
    page.goto(PATH)
    loads: list[str] = []
    page.on("framenavigated", lambda where: loads.append(where.url))

    for thread in followed:
        page.get_by_role("button", name=f"Stop following {thread.title}").press("Enter")
        again = page.get_by_role("button", name=f"Follow again {thread.title}")
        expect(again).to_be_focused()
    expect(page.locator("#notices")).to_contain_text("You’ve stopped following this discussion.")
    assert not Follow.objects.filter(member=joan, active=True).exists()

    again.press("Enter")
    expect(page.get_by_role("button", name="Stop following Discussion 2")).to_be_focused()
    assert Follow.objects.get(member=joan, active=True).thread == followed[2]
    assert loads == []
    expect(page.locator(".followed")).to_have_count(3)
    page.reload()
    expect(page.locator(".followed")).to_have_count(1)


def test_without_script_the_page_opens_at_the_row_which_can_be_followed_again(
    page_of: Callable[..., Page], joan: Member, followed: list[Thread]
) -> None:
    page = page_of(joan, java_script_enabled=False, viewport={"width": 360, "height": 640})
    page.goto(PATH)
    for thread in followed:
        page.get_by_role("button", name=f"Stop following {thread.title}").click()
        expect(page.locator(f"#followed-{thread.pk}")).to_be_in_viewport()
    assert not Follow.objects.filter(member=joan, active=True).exists()
    expect(page.locator(".followed")).to_have_count(3)

    page.get_by_role("button", name="Follow again Discussion 1").click()

    expect(page.get_by_role("button", name="Stop following Discussion 1")).to_be_visible()
    assert Follow.objects.get(member=joan, active=True).thread == followed[1]


def test_a_members_own_question_is_three_presses_away_from_any_page(
    page_of: Callable[..., Page], joan: Member, group: Group
) -> None:
    start(group, joan, "How do you sleep?")
    page = page_of(joan, viewport={"width": 360, "height": 640}, has_touch=True)
    page.goto("/help/")

    page.locator("details.menu summary").tap()
    page.get_by_role("link", name="My discussions").tap()
    page.get_by_role("link", name="How do you sleep?").tap()

    expect(page.get_by_role("heading", name="How do you sleep?", level=1)).to_be_visible()
