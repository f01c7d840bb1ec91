"""Mentioning somebody: the list of names at the caret, with the keyboard alone, and where a name may begin."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from community.forum.models import Thread
from community.members.models import Member
from tests.acts import make_member, reply
from tests.browser.watched import Watched

Windows = Callable[..., Page]
CARET = """async address => {
    const { caretRectangle } = await import(address);
    return caretRectangle(document.querySelector("[contenteditable]") ?? document.querySelector("textarea[name=body]"));
}"""
TYPED = """async texts => {
    const { typedName } = await import(document.querySelector("[data-people]").dataset.helper);
    return texts.map(text => typedName(text) ?? null);
}"""


def box(page: Page) -> Any:
    return page.locator("textarea[name=body]")


def editor(page: Page) -> Any:
    return page.locator("[contenteditable]")


@pytest.mark.long
@pytest.mark.parametrize("plain_box", [False, True])
def test_a_name_is_chosen_with_the_keys_alone(
    page_of: Windows, thread: Thread, ines: Member, joan: Member, plain_box: bool
) -> None:
    reply(thread, make_member("Josefa"))
    Member.objects.filter(pk=ines.pk).update(plain_box=plain_box)
    page = page_of(ines)
    watched = Watched(page)
    page.goto(thread.get_absolute_url())
    box(page).focus()
    field = box(page) if plain_box else editor(page)
    expect(field).to_be_focused()
    page.keyboard.type("Dear @jo")
    people = page.get_by_role("listbox", name="People").get_by_role("option")

    expect(people).to_have_text(["Josefa", "Joan"])
    expect(page.get_by_text("2 people. Use the arrow keys and Enter to choose.")).to_be_attached()
    page.keyboard.press("ArrowUp")
    expect(people.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "person-1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(people.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(people).to_have_count(0)
    expect(field).to_be_focused()
    page.keyboard.type("hello")
    expect(box(page)).to_have_value("Dear @Joan hello")
    page.keyboard.type(" @jo")
    expect(people).to_have_count(2)
    page.keyboard.press("Escape")
    expect(people).to_have_count(0)
    expect(field).not_to_have_attribute("aria-controls", "people")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".post .body").last.get_by_role("link", name="@Joan")).to_be_visible()
    assert joan.notifications.filter(kind="mentioned").count() == 1
    assert watched.complaints == []


@pytest.mark.parametrize("plain_box", [False, True])
@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_the_first_name_is_selected_and_one_key_takes_it(
    page_of: Windows, thread: Thread, ines: Member, joan: Member, plain_box: bool, key: str
) -> None:
    Member.objects.filter(pk=ines.pk).update(plain_box=plain_box)
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    box(page).focus()
    field = box(page) if plain_box else editor(page)
    expect(field).to_be_focused()
    page.keyboard.type("One\n\u00a1@mar")
    options = page.get_by_role("listbox", name="People").get_by_role("option")

    expect(options).to_have_text(["Maria"])
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "person-0")
    page.keyboard.press(key)
    expect(field).to_be_focused()
    page.keyboard.type("hi! ...@jo")
    expect(options).to_have_text(["Joan"])
    page.keyboard.type("anna")  # the list may still be there
    page.keyboard.press("Enter")
    page.keyboard.type("two @ma")
    expect(options).to_have_text(["Maria"])
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.type("r @jo")  # closed with Escape, it stays closed for this name
    expect(options).to_have_text(["Joan"])

    assert not any(url.endswith("q=mar") for url in asked)
    assert re.sub(r"\n+", "\n", box(page).input_value()) == "One\n\u00a1@Maria hi! ...@joanna\ntwo @mar @jo"


@pytest.mark.parametrize("plain_box", [False, True])
def test_the_space_after_a_chosen_name_goes_when_punctuation_follows(
    page_of: Windows, thread: Thread, ines: Member, plain_box: bool
) -> None:
    Member.objects.filter(pk=ines.pk).update(plain_box=plain_box)
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    box(page).focus()
    expect(box(page) if plain_box else editor(page)).to_be_focused()
    for following in (")", ",", "\u2019s", "'s", "!", ".", "\u201d", "\u00bb", "(x", "you"):
        page.keyboard.type("@mar")
        expect(page.get_by_role("listbox", name="People").get_by_role("option")).to_have_text(["Maria"])
        page.keyboard.press("Enter")
        page.keyboard.type(f"{following} ")

    expected = "@Maria) @Maria, @Maria\u2019s @Maria's @Maria! @Maria. @Maria\u201d @Maria\u00bb @Maria (x @Maria you"
    assert box(page).input_value().strip() == expected


@pytest.mark.parametrize("plain_box", [False, True])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 640)])
@pytest.mark.parametrize("lines", [0, 14])
def test_the_list_of_names_is_at_the_caret_and_covers_no_line_that_is_written(
    page_of: Windows, thread: Thread, ines: Member, plain_box: bool, width: int, height: int, lines: int
) -> None:
    for name in ("Marga", "Marta", "Marion"):
        make_member(name)
    Member.objects.filter(pk=ines.pk).update(plain_box=plain_box)
    page = page_of(ines, viewport={"width": width, "height": height})
    page.goto(thread.get_absolute_url())
    box(page).focus()
    expect(box(page) if plain_box else editor(page)).to_be_focused()
    page.keyboard.type("w\n" * lines + "Dear @mar")

    people = page.get_by_role("listbox", name="People")
    expect(people).to_be_in_viewport(ratio=0.99)
    caret = page.evaluate(CARET, page.locator("[data-people]").get_attribute("data-caret"))
    found = people.bounding_box()
    assert found
    below, above = found["y"] - caret["bottom"], caret["top"] - (found["y"] + found["height"])
    assert 0 <= max(below, above) <= 8, (caret, found)
    assert found["x"] >= 0
    assert found["x"] + found["width"] <= width
    if width > 1000:
        assert abs(found["x"] - caret["left"]) < 8, (caret, found)


def test_a_name_is_offered_where_the_server_links_one(page_of: Windows, thread: Thread, ines: Member) -> None:
    cases = json.loads((Path(__file__).parents[1] / "core/mentions.json").read_text())
    page = page_of(ines)
    page.goto(thread.get_absolute_url())

    typed = page.evaluate(TYPED, [f"{before}@Jo" for before, *_ in cases])

    assert typed == ["Jo" if begins else None for _before, _after, begins, _linked in cases]


@pytest.mark.long
def test_a_name_that_was_typed_before_help_came_is_found_too(
    page_of: Windows, thread: Thread, ines: Member, joan: Member
) -> None:
    Member.objects.filter(pk=ines.pk).update(plain_box=True)
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    held: list[Route] = []
    page.route("**/composer/listbox.*", lambda route: held.append(route))
    with page.expect_request("**/composer/listbox.*"):
        box(page).focus()
    page.keyboard.type("Dear @jo")

    held[0].continue_()

    expect(page.get_by_role("listbox", name="People").get_by_role("option")).to_have_text(["Joan"])


@pytest.mark.long
def test_a_name_is_chosen_with_a_finger_on_a_small_screen(
    page_of: Windows, thread: Thread, ines: Member, joan: Member
) -> None:
    for name in ("Johanna", "Josefa", "Jolanda", "Joyce", "Jocelyn"):
        make_member(name)
    page = page_of(ines, viewport={"width": 360, "height": 340}, has_touch=True, is_mobile=True)
    page.goto(thread.get_absolute_url())
    box(page).tap()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("@jo")
    people = page.get_by_role("listbox", name="People")

    expect(people.get_by_role("option")).to_have_count(6)
    expect(people).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    people.get_by_role("option", name="Joan").tap()

    expect(box(page)).to_have_value("@Joan ")
    expect(editor(page)).to_be_focused()


@pytest.mark.long
def test_a_name_stays_a_link_when_its_post_is_edited(
    page_of: Windows, thread: Thread, ines: Member, joan: Member
) -> None:
    post = reply(thread, ines, "Dear @Joan")
    page = page_of(ines)
    page.goto(f"/posts/{post.pk}/edit/")
    expect(editor(page).get_by_role("link", name="@Joan")).to_be_attached()
    page.get_by_text("Your post", exact=True).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" and all")

    page.get_by_role("button", name="Save changes").click()

    expect(page.get_by_text("Your changes are saved.")).to_be_visible()
    post.refresh_from_db()
    assert post.html == '<p>Dear <a href="/members/Joan/" rel="nofollow ugc noopener">@Joan</a> and all</p>'
    assert joan.notifications.filter(kind="mentioned").count() == 1
