"""The question before a phone number is posted, and suggestions of similar discussions, in a browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from community.forum.models import Group, Post, Thread
from community.members.models import Member
from tests.acts import start

Windows = Callable[..., Page]
CALL_ME = "I am up all night. Call me on 212-555-0134."


def share(page: Page) -> None:
    """Assert that the question before sharing is shown."""
    box = page.get_by_role("group", name="Share this?")
    expect(box).to_be_visible()
    expect(box.get_by_text("“212-555-0134”")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_member_is_asked_changes_the_text_and_posts_it(
    page_of: Windows, thread: Thread, ines: Member, script: bool
) -> None:
    page = page_of(ines, java_script_enabled=script)
    page.goto(thread.get_absolute_url())
    page.locator("textarea[name=body]").fill(CALL_ME)
    page.get_by_role("button", name="Post reply").click()
    share(page)
    expect(page).to_have_title(re.compile("^Share this[?] "))
    assert not Post.objects.filter(author=ines).exists()

    page.get_by_role("link", name="Change it first").click()
    box = page.get_by_role("textbox", name="Your reply")
    expect(box).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("I am up all night.")
    page.get_by_role("button", name="Post reply").click()

    expect(page.locator("article").get_by_text("I am up all night.")).to_be_visible()
    assert Post.objects.get(author=ines).plain == "I am up all night."


@pytest.mark.long
@pytest.mark.parametrize("script", [True, False])
def test_a_member_posts_it_as_it_is(page_of: Windows, thread: Thread, ines: Member, script: bool) -> None:
    page = page_of(ines, java_script_enabled=script)
    page.goto(thread.get_absolute_url())
    page.locator("textarea[name=body]").fill(CALL_ME)
    page.get_by_role("button", name="Post reply").click()
    share(page)

    page.get_by_role("button", name="Post it as it is").click()

    expect(page.locator("article").get_by_text(CALL_ME)).to_be_visible()
    assert Post.objects.filter(author=ines).count() == 1


def test_who_types_a_title_sees_discussions_like_it_and_types_on(
    page_of: Windows, group: Group, maria: Member, ines: Member
) -> None:
    start(group, maria, "Sleep after treatment")
    page = page_of(ines)
    page.goto(f"{group.get_absolute_url()}new/")
    title = page.get_by_label("Title")
    title.press_sequentially("Does sleep come back")

    link = page.get_by_role("status").get_by_role("link", name="Sleep after treatment")
    expect(link).to_be_visible()
    expect(title).to_be_focused()
    title.fill("Wigs for summer")
    expect(link).to_have_count(0)


@pytest.mark.long
def test_without_a_connection_the_title_is_typed_as_before(
    page_of: Windows, group: Group, maria: Member, ines: Member
) -> None:
    start(group, maria, "Sleep after treatment")
    page = page_of(ines)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{group.get_absolute_url()}new/")
    asked: list[str] = []

    def fail(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/similar/**", fail)
    with page.expect_request("**/similar/**"):
        page.get_by_label("Title").press_sequentially("Does sleep come back")

    expect(page.get_by_label("Title")).to_be_focused()
    expect(page.locator("[data-similar]")).to_have_text("")
    assert asked
    assert not errors


@pytest.mark.long
def test_an_author_who_moved_on_to_the_text_is_not_moved_when_suggestions_arrive(
    page_of: Windows, group: Group, maria: Member, ines: Member
) -> None:
    for number in range(5):
        start(group, maria, f"Sleep after treatment, part {number}")
    page = page_of(ines, viewport={"width": 360, "height": 640})
    page.goto(f"{group.get_absolute_url()}new/")
    held: list[Route] = []
    page.route("**/similar/**", lambda route: held.append(route))
    with page.expect_request("**/similar/**"):
        page.get_by_label("Title").press_sequentially("Sleep after treatment")
    page.locator("textarea[name=body]").focus()
    editor = page.locator("[contenteditable]")
    expect(editor).to_be_focused()
    before = editor.bounding_box()

    held[-1].continue_()
    expect(page.get_by_role("link", name="Sleep after treatment, part 4")).to_be_attached()

    after = editor.bounding_box()
    assert before and after
    assert abs(after["y"] - before["y"]) < 2
    expect(editor).to_be_focused()
