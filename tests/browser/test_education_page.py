"""An education page on a phone and on a wide screen: what is where, in which order, and how long it is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from community.education.models import Condition, Topic
from community.education.operations import load_content
from community.forum.models import Group
from community.members.models import Member
from tests.acts import start
from tests.education.reading import CONTENT, FIRST_TAB

PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
SCREENS = 15
# Whatever has the focus one after the other is further down, or beside what came before it.
TOPS = """all => all.filter(each => each.checkVisibility())
    .map(each => each.getBoundingClientRect().top + scrollY)"""


@pytest.fixture
def talked_about(group: Group, maria: Member) -> None:
    """The example pages, each of their topics with a discussion."""
    load_content(CONTENT)
    Group.objects.filter(pk=group.pk).update(condition=Condition.objects.get())
    for topic in Topic.objects.order_by("pk"):
        start(group, maria, f"About {topic.name}", topics=[topic])


def test_a_phone_shows_the_box_after_the_overview_and_products_once_within_fifteen_screens(
    page_of: Callable[..., Page], talked_about: None
) -> None:
    page = page_of(viewport=PHONE)
    page.goto(FIRST_TAB)

    parts = page.locator("#overview, #community-heading, #symptoms, #references, #related, #resources")
    tops = parts.evaluate_all(TOPS)
    assert len(tops) == 6
    assert tops == sorted(tops)
    expect(page.get_by_role("heading", name="Products & services")).to_have_count(1)
    stops = page.locator(".reading :is(a, button, summary, input:not([type=hidden]))").evaluate_all(TOPS)
    assert stops == sorted(stops)
    assert page.evaluate("document.documentElement.scrollHeight") <= SCREENS * PHONE["height"]


def test_a_wide_screen_shows_the_box_beside_the_overview_and_products_after_it_and_at_the_end(
    page_of: Callable[..., Page], talked_about: None
) -> None:
    page = page_of(viewport=WIDE)
    page.goto(FIRST_TAB)

    text, box = (page.locator(each).bounding_box() for each in ("#overview", "#community"))
    assert text and box
    assert box["x"] > text["x"] + text["width"]
    assert box["y"] < text["y"] + WIDE["height"] / 2
    expect(page.get_by_role("heading", name="Products & services")).to_have_count(2)
    expect(page.get_by_role("link", name="Talk to others living with this")).to_be_hidden()
    page.locator("#care-at-organisation").scroll_into_view_if_needed()
    expect(page.locator("#community-heading")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
def test_a_sections_discussions_open_below_its_line(
    page_of: Callable[..., Page], talked_about: None, script: bool
) -> None:
    page = page_of(viewport=PHONE, java_script_enabled=script)
    page.goto(FIRST_TAB)
    row = page.locator("#talk-symptoms .thread")
    expect(row).to_be_hidden()

    page.get_by_text("1 discussion about symptoms").click()

    expect(row).to_be_visible()
    expect(row).to_contain_text("Started by Maria")
