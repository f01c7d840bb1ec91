"""The page header in a real browser: the bar on a phone, the account menu, and display choices that apply at once."""

from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from playwright.sync_api import Page, expect

from community.forum.models import Thread
from community.members.models import Member

PHONE = {"width": 320, "height": 640}
ZOOMED = {"width": 320, "height": 256}  # a window of 1280 x 1024 at 400% (WCAG 1.4.10)


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
    assert max(box["width"] for box in boxes) - min(box["width"] for box in boxes) < 1, "not of one width"
    for word in page.locator(".bar a:visible > span:not(.count, .visually-hidden):visible").all():
        box = word.bounding_box()
        assert box and box["height"] < 22, f"{word.inner_text()} is broken into two lines"
        assert box["width"] <= PHONE["width"] / 5, f"{word.inner_text()} is wider than its link"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_both_bars_on_a_phone_are_larger_at_the_largest_size_of_text(
    page_of: Callable[..., Page], thread: Thread, joan: Member
) -> None:
    sizes = {}
    for text in ("", "4"):
        joan.text_size = text
        joan.save()
        page = page_of(joan, viewport={"width": 390, "height": 800})
        page.goto(thread.get_absolute_url())
        sizes[text] = [
            page.locator(link).evaluate("link => parseFloat(getComputedStyle(link).fontSize)")
            for link in (".bar a[data-bell]", ".reading-bar [data-reply]")
        ]

    assert all(larger > size for larger, size in zip(sizes["4"], sizes[""], strict=True)), sizes


@pytest.mark.parametrize("who", ["guest", "member", "moderator"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_at_the_largest_zoom_the_head_is_a_quarter_of_the_window_and_menu_leads_to_the_links(
    page_of: Callable[..., Page], maria: Member, ruth: Member, who: str, language: str
) -> None:
    person = {"guest": None, "member": maria, "moderator": ruth}[who]
    if person:
        person.language, person.text_size = language, "4"
        person.save()
    page = page_of(person, viewport=ZOOMED, locale=language)
    page.goto("/help/")

    head = page.locator(".masthead")
    assert head.evaluate("head => head.getBoundingClientRect().height") <= ZOOMED["height"] / 4
    for way in page.locator(".masthead :is(a, summary):visible").all():
        box = way.bounding_box()
        assert box and box["height"] >= 43.5 and box["x"] >= 0 and box["x"] + box["width"] <= ZOOMED["width"]
    page.locator(".to-bar").press("Enter")

    for link in page.locator(".bar a:visible").all():
        link.focus()
        expect(link).to_be_in_viewport(ratio=1)
    foot, first = page.locator("footer").bounding_box(), page.locator(".bar a").first.bounding_box()
    assert foot and first and foot["y"] + foot["height"] <= first["y"] + 0.5
    assert page.evaluate("document.documentElement.scrollWidth") == ZOOMED["width"]


@pytest.mark.parametrize("text", ["", "2", "4"])
def test_the_search_field_is_wide_in_a_wide_window_and_has_a_placeholder(
    page_of: Callable[..., Page], maria: Member, ruth: Member, text: str
) -> None:
    for person in (maria, ruth):
        person.text_size = text
        person.save()
        page = page_of(person)
        page.goto("/help/")
        field = page.get_by_placeholder("Discussions and articles")
        for width in (768, 1000, 1216, 1280, 1600):
            page.set_viewport_size({"width": width, "height": 800})
            box = field.bounding_box()
            assert box and box["width"] >= 240, f"{box} at {width} for {person}"
        expect(page.get_by_role("button", name="Search", exact=True)).to_be_visible()


def test_a_second_skip_link_leads_to_the_reply(page_of: Callable[..., Page], maria: Member, thread: Thread) -> None:
    page = page_of(maria)
    page.goto(thread.get_absolute_url())
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to your reply")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()

    page.keyboard.press("Enter")
    expect(page.locator("#reply")).to_be_focused()
    expect(page.locator("#reply")).to_be_in_viewport()
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('#reply').contains(document.activeElement)")


@pytest.mark.long
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
    expect(page.get_by_role("link", name="My profile")).to_be_focused()

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


@pytest.mark.long
def test_the_other_language_is_one_press_away_without_script(page_of: Callable[..., Page], db: None) -> None:
    page = page_of(java_script_enabled=False)
    page.goto("/help/?a=1")

    page.get_by_role("button", name="Español").click()

    expect(page).to_have_url("/help/?a=1")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
