"""The page header in a real browser: the bar on a phone, the account menu, and display choices that apply at once."""

from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from playwright.sync_api import Page, expect

from community.forum.models import Thread
from community.members.models import Member

PHONE = {"width": 320, "height": 640}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("text", ["", "4"])
def test_the_bar_fits_the_smallest_phone_at_every_size_of_text(
    page_of: Callable[..., Page], ruth: Member, text: str, language: str
) -> None:
    ruth.text_size, ruth.spacing, ruth.language = text, "roomy" if text else "", language
    ruth.save()
    page = page_of(ruth, viewport=PHONE)

    page.goto("/help/")

    ways = page.locator(".bar a:visible")
    assert ways.count() == 5
    boxes = [box for box in (way.bounding_box() for way in ways.all()) if box]
    for box in boxes:
        assert box["width"] >= 44 and box["height"] >= 44
        assert box["x"] >= -0.5 and box["x"] + box["width"] <= PHONE["width"] + 0.5
        assert box["y"] + box["height"] <= PHONE["height"] + 0.5
    assert all(one["x"] + one["width"] <= other["x"] + 0.5 for one, other in pairwise(boxes))
    for word in page.locator(".bar a:visible > span:first-of-type").all():
        box = word.bounding_box()
        assert box and box["height"] < 22, f"{word.inner_text()} is broken into two lines"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("language", ["es", pytest.param("en", marks=pytest.mark.long)])
@pytest.mark.parametrize("text", ["", pytest.param("2", marks=pytest.mark.long), "4"])
def test_nothing_in_the_head_lies_over_something_else(
    page_of: Callable[..., Page], maria: Member, ruth: Member, thread: Thread, text: str, language: str
) -> None:
    for person in (maria, ruth):
        person.text_size, person.language = text, language
        person.save()
        page = page_of(person)
        page.goto(thread.get_absolute_url())
        for width in (320, 768, 1000, 1216, 1280, 1600):
            page.set_viewport_size({"width": width, "height": 700})
            seen = page.locator(".masthead :is(a, input, button, summary):visible").all()
            boxes = [(one.inner_text() or "the field", box) for one in seen if (box := one.bounding_box())]
            assert len(boxes) >= 7
            for (name, one), (other_name, other) in combinations(boxes, 2):
                apart = (
                    one["x"] + one["width"] <= other["x"] + 0.5
                    or other["x"] + other["width"] <= one["x"] + 0.5
                    or one["y"] + one["height"] <= other["y"] + 0.5
                    or other["y"] + other["height"] <= one["y"] + 0.5
                )
                assert apart, f"{name} and {other_name} at {width}"
            assert all(box["width"] >= 44 for name, box in boxes if name == "the field")
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_menu_closes_on_escape_and_gives_the_focus_back(page_of: Callable[..., Page], maria: Member) -> None:
    page = page_of(maria)
    page.goto("/help/")
    menu = page.locator("details.menu")
    menu.locator("summary").press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="My page")).to_be_focused()

    page.keyboard.press("Escape")

    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_the_menu_closes_when_focus_leaves_or_a_press_lands_outside(
    page_of: Callable[..., Page], maria: Member
) -> None:
    page = page_of(maria)
    page.goto("/help/")
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    page.get_by_role("button", name="Sign out").focus()
    expect(menu).to_have_attribute("open", "")

    page.keyboard.press("Tab")

    expect(menu).not_to_have_attribute("open", "")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.locator("main h1").click()
    expect(menu).not_to_have_attribute("open", "")


def test_a_guest_sees_a_display_choice_before_saving_it(page_of: Callable[..., Page], db: None) -> None:
    page = page_of(color_scheme="light")
    page.goto("/help/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("link", name="Text size, colours and language").click()

    page.get_by_label("Largest").check()
    page.get_by_label("Dark").check()
    page.get_by_label("More contrast").check()

    html = page.locator("html")
    expect(html).to_have_attribute("data-text", "4")
    expect(html).to_have_attribute("data-theme", "dark")
    assert page.evaluate("document.querySelector('[data-high-contrast]').sheet.media.mediaText") in ("", "all")
    assert page.context.cookies() == []

    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url("/help/")
    expect(html).to_have_attribute("data-theme", "dark")
    expect(html).to_have_attribute("data-contrast", "more")
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size == pytest.approx(18 * 1.5)
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before
    assert {cookie["name"] for cookie in page.context.cookies()} == {"display"}


def test_the_other_language_is_one_press_away_without_script(page_of: Callable[..., Page], db: None) -> None:
    page = page_of(java_script_enabled=False)
    page.goto("/help/?a=1")

    page.get_by_role("button", name="Español").click()

    expect(page).to_have_url("/help/?a=1")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
