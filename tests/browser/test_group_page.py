"""The page of a group: three discussions on a phone's first screen, and its order as one control."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from community.education.models import Topic
from community.forum.models import Group
from community.members.models import Member
from tests.acts import reply, start

TITLES = (
    "Aromatase inhibitors: what helped with the aches",
    "Telling the children a second time, and what they asked",
    "First scan since surgery and I cannot sleep",
    "Back at work after a year",
)


@pytest.fixture
def filled(group: Group, maria: Member, ines: Member) -> Group:
    """A group with a description and four discussions, each on two topics and with a reply."""
    Group.objects.filter(pk=group.pk).update(
        description="For anyone with a diagnosis, a second one, or a question that will not wait."
    )
    topics = [Topic.objects.create(slug=name.lower(), name=name) for name in ("Sleep", "Work")]
    for title in TITLES:
        reply(start(group, maria, title, topics=topics).thread, ines)
    return group


@pytest.mark.parametrize("reader", ["member", "guest"])
def test_a_phones_first_screen_has_three_discussions_and_no_topics_in_rows(
    page_of: Callable[..., Page], filled: Group, joan: Member, reader: str
) -> None:
    page = page_of(joan if reader == "member" else None, viewport={"width": 360, "height": 640})
    page.goto(filled.get_absolute_url())

    bar = page.locator(".masthead .bar").bounding_box()
    rows = [row.bounding_box() for row in page.locator(".thread").all()]

    assert bar
    assert all(row and row["y"] + row["height"] <= bar["y"] for row in rows[:3])
    expect(page.locator(".thread .topics").first).to_be_hidden()
    expect(page.get_by_text("For anyone with a diagnosis")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_on_a_wide_screen_topics_are_chips_and_the_order_is_chosen_by_keyboard(
    page_of: Callable[..., Page], filled: Group, script: bool
) -> None:
    page = page_of(viewport={"width": 1280, "height": 800}, java_script_enabled=script)
    page.goto(filled.get_absolute_url())
    expect(page.locator(".thread .topics .badge").first).to_be_visible()
    sort = page.get_by_role("button", name="Sort by: Last activity")

    sort.press("Enter")
    expect(page.get_by_role("navigation", name="Sort by")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Sort by")).to_be_hidden()
    sort.press("Enter")
    page.get_by_role("link", name="Newest").press("Enter")

    page.wait_for_url("**?order=newest")
    expect(page.get_by_role("button", name="Sort by: Newest")).to_be_visible()
    expect(page.locator(".thread .title a").first).to_have_text(TITLES[-1])
