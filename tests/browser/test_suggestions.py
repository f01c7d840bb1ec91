"""Suggestions below a search box: a combobox, with the keyboard, with a finger, and when answers are slow."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from community.forum.models import Group, Thread
from community.members.models import Member
from tests.acts import start
from tests.browser.axe import faults
from tests.browser.watched import Watched

Windows = Callable[..., Page]
IN_HEADER = "Search discussions and articles"
ON_PAGE = "Words to search for"
FOCUSED_IS_COMBOBOX = "document.activeElement.role === 'combobox'"


@pytest.fixture
def sleep(group: Group, maria: Member, db: None) -> list[Thread]:
    """Three discussions about sleep."""
    return [start(group, maria, title).thread for title in ("Sleep at night", "Sleepless", "Sleeping in the ward")]


def combobox(page: Page, name: str = IN_HEADER) -> Any:
    """The box, once its script has taken over."""
    page.get_by_label(name, exact=True).focus()
    return page.get_by_role("combobox", name=name)


def options(page: Page) -> Any:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def test_a_title_is_chosen_with_the_keys_alone(page_of: Windows, sleep: list[Thread]) -> None:
    page = page_of()
    watched = Watched(page)
    page.goto("/help/")
    box = combobox(page)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_attribute("autocomplete", "off")
    page.keyboard.type("slee")

    expect(options(page)).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(page.get_by_role("status").filter(has_text="3 suggestions.")).to_be_attached()
    listed = page.get_by_role("listbox").get_attribute("id")
    expect(box).to_have_attribute("aria-controls", str(listed))
    titles = [text.split("\n")[0] for text in options(page).all_inner_texts()]

    for key, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None), ("ArrowUp", 2)):
        page.keyboard.press(key)
        selected = page.locator("[role=option][aria-selected=true]")
        expect(selected).to_have_count(0 if chosen is None else 1)
        if chosen is not None:
            expect(options(page).nth(chosen)).to_have_attribute("aria-selected", "true")
            expect(box).to_have_attribute("aria-activedescendant", f"{listed}-{chosen}")
    page.keyboard.press("Home")
    expect(selected).to_have_count(0)
    expect(options(page)).to_have_count(3)
    page.keyboard.type("a")  # at the beginning of the text
    expect(box).to_have_value("aslee")
    page.keyboard.press("Backspace")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box).to_have_value("slee")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("End")
    page.keyboard.type("p")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1, name=titles[0])).to_be_visible()
    assert watched.complaints == []


def test_enter_searches_for_the_words_and_tab_leaves_the_box(page_of: Windows, sleep: list[Thread]) -> None:
    page = page_of()
    page.goto("/help/")
    combobox(page)
    page.keyboard.type("slee")
    expect(options(page)).to_have_count(3)

    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("End")
    page.keyboard.type("p")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=sleep$"))
    expect(page.get_by_role("heading", name=re.compile("results? for “sleep”"))).to_be_visible()


@pytest.mark.parametrize("height", [740, 340], ids=["", "with a keyboard"])
def test_a_title_is_chosen_with_a_finger(page_of: Windows, group: Group, maria: Member, height: int) -> None:
    for number in range(8):
        start(group, maria, f"Sleep and a very long title that does not fit on one line, number {number}")
    page = page_of(viewport={"width": 320, "height": height}, has_touch=True, is_mobile=True)
    page.goto("/search/")
    page.get_by_label(ON_PAGE, exact=True).tap()
    box = page.get_by_role("combobox", name=ON_PAGE)
    expect(box).to_be_focused()
    page.keyboard.type("slee")
    expect(options(page)).to_have_count(8)

    listbox = page.locator(".suggestions").bounding_box()
    assert listbox and listbox["x"] >= 0 and listbox["x"] + listbox["width"] <= 320
    assert listbox["height"] <= max(height / 2, 120)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert all((option.bounding_box() or {"height": 0})["height"] >= 44 for option in options(page).all())
    assert page.locator(".suggestions").evaluate("list => list.scrollHeight > list.clientHeight")
    assert page.evaluate(FOCUSED_IS_COMBOBOX)
    options(page).nth(1).tap()

    expect(page).to_have_url(re.compile("/discussions/"))
    page.go_back()
    expect(options(page)).to_have_count(0)


def test_a_press_beside_the_list_closes_it(page_of: Windows, sleep: list[Thread]) -> None:
    page = page_of()
    page.goto("/search/")
    combobox(page, ON_PAGE)
    page.keyboard.type("slee")
    expect(options(page)).to_have_count(3)

    page.get_by_role("heading", level=1).click()

    expect(options(page)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [IN_HEADER, ON_PAGE])
def test_axe_finds_nothing_in_the_open_list(page_of: Windows, sleep: list[Thread], name: str, scheme: str) -> None:
    page = page_of(color_scheme=scheme)
    page.goto("/search/")
    box = combobox(page, name)
    page.keyboard.type("slee")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("ArrowDown")

    assert list(faults(page, ".suggests")) == []
    expect(box).to_be_focused()


def test_the_accessibility_tree_names_box_list_and_options(page_of: Windows, sleep: list[Thread]) -> None:
    page = page_of()
    page.goto("/help/")
    combobox(page)
    page.keyboard.type("sleepl")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("ArrowDown")

    expect(page.locator("header search")).to_match_aria_snapshot(
        """
        - search:
          - text: Search discussions and articles
          - combobox "Search discussions and articles" [expanded] [active]: sleepl
          - button "Search"
          - listbox "Suggestions":
            - option "Sleepless Discussion" [selected]
          - status: 1 suggestion.
        """
    )


def test_an_old_answer_never_comes_after_a_newer_one(page_of: Windows, sleep: list[Thread]) -> None:
    page = page_of()
    page.goto("/help/")
    combobox(page)
    held: list[Route] = []
    page.route(re.compile(r"suggestions/\?q=slee$"), lambda route: held.append(route))
    with page.expect_request(re.compile(r"q=slee$")):
        page.keyboard.type("slee")
    page.keyboard.type("pl")
    expect(options(page)).to_have_count(1)

    held[0].continue_()
    page.wait_for_load_state("networkidle")

    expect(options(page)).to_have_count(1)
    expect(options(page)).to_contain_text("Sleepless")


def test_an_answer_that_comes_when_the_box_was_left_or_emptied_is_not_shown(
    page_of: Windows, sleep: list[Thread]
) -> None:
    page = page_of()
    page.goto("/help/")
    combobox(page)
    held: list[Route] = []
    page.route("**/suggestions/**", lambda route: held.append(route))
    with page.expect_request("**/suggestions/**"):
        page.keyboard.type("slee")
    page.keyboard.press("Tab")

    held[0].continue_()
    page.wait_for_load_state("networkidle")

    expect(options(page)).to_have_count(0)


@pytest.mark.parametrize("wrong", ["no connection", "error", "sign in"])
def test_without_an_answer_the_box_searches_as_before(page_of: Windows, sleep: list[Thread], wrong: str) -> None:
    answers: dict[str, Callable[[Route], Any]] = {
        "no connection": lambda route: route.abort(),
        "error": lambda route: route.fulfill(status=500, body="<p>It failed.</p>"),
        "sign in": lambda route: route.fulfill(status=302, headers={"Location": "/help/"}),
    }
    page = page_of()
    page.goto("/help/")
    combobox(page)
    page.route("**/suggestions/**", answers[wrong])
    with page.expect_request("**/suggestions/**"):
        page.keyboard.type("sleep")
    expect(options(page)).to_have_count(0)

    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name=re.compile("“sleep”"))).to_be_visible()


def test_words_typed_while_the_script_loads_are_answered(page_of: Windows, sleep: list[Thread]) -> None:
    page = page_of()
    held: list[Route] = []
    page.route("**/js/combobox.*", lambda route: held.append(route))
    page.goto("/help/")
    with page.expect_request("**/js/combobox.*"):
        page.get_by_label(IN_HEADER, exact=True).focus()
    page.keyboard.type("slee")

    held[0].continue_()

    expect(options(page)).to_have_count(3)


def test_without_script_the_box_is_an_ordinary_search_box(page_of: Windows, sleep: list[Thread]) -> None:
    page = page_of(java_script_enabled=False)
    page.goto("/help/")
    box = page.get_by_role("searchbox", name=IN_HEADER)
    box.fill("sleepless")
    box.press("Enter")

    expect(page.get_by_role("main").get_by_role("link", name="Sleepless")).to_be_visible()
