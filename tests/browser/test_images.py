"""Images in a reply, with script and without: chosen, described, posted and shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from community.composing.models import Image
from community.forum.models import Post, Thread
from community.members.models import Member
from tests.acts import add_picture, reply
from tests.browser.watched import Watched
from tests.composing.hostile_images import SVG, drawn, saved
from tests.live_site import BOTH_WAYS

pytestmark = BOTH_WAYS
Windows = Callable[..., Page]
COUNT_SHIFTS = """
window.moved = 0;
new PerformanceObserver((list) => { for (const entry of list.getEntries()) moved += entry.value; })
  .observe({ type: "layout-shift", buffered: true });
"""
LOADED = "image => image.complete && image.naturalWidth > 0"


@pytest.fixture
def chosen(tmp_path: Path) -> list[Path]:
    """Two image files to upload."""
    files = [tmp_path / "tea.jpg", tmp_path / "robin.png"]
    for file, kind in zip(files, ("JPEG", "PNG"), strict=True):
        file.write_bytes(saved(drawn(900, 600), kind))
    return files


def press(page: Page, name: str) -> None:
    """Press a button in the main part."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def describe(page: Page, number: int, words: str) -> None:
    """Write the description of an image."""
    page.get_by_label(f"Picture {number}: what does it show?").fill(words)


def see_both(page: Page) -> None:
    """Assert that both images are in the post and load when scrolled into view."""
    for words in ("Two cups of tea", "A robin"):
        picture = page.get_by_role("img", name=words)
        picture.scroll_into_view_if_needed()
        page.wait_for_function(LOADED, arg=picture.element_handle())
    assert [image["alt"] for image in Post.objects.latest("pk").images] == ["Two cups of tea", "A robin"]


def test_with_script_pictures_are_added_without_a_reload(
    page_of: Windows, thread: Thread, ines: Member, chosen: list[Path], tmp_path: Path
) -> None:
    page = page_of(ines)
    watched = Watched(page)
    page.goto(thread.get_absolute_url())
    page.get_by_text("Add pictures", exact=True).click()
    page.get_by_label("Pictures from your device").set_input_files(chosen)

    expect(page.locator("[data-progress]")).to_have_text("Pictures added. Say what they show.")
    expect(page.get_by_label("Picture 1: what does it show?")).to_be_focused()
    describe(page, 1, "Two cups of tea")
    describe(page, 2, "A robin")
    assert watched.complaints == []
    drawing = tmp_path / "drawing.jpg"
    drawing.write_bytes(SVG)
    page.get_by_label("Pictures from your device").set_input_files(drawing)
    expect(page.locator("[data-errors]")).to_have_text(
        "drawing.jpg: This type of file doesn’t work here. Use a JPEG, PNG or WebP picture."
    )
    page.get_by_role("textbox", name="Your reply").click()
    page.keyboard.type("This is my garden.")
    press(page, "Post reply")

    expect(page.locator(".post .body").last).to_contain_text("This is my garden.")
    see_both(page)


def test_without_script_the_form_comes_back_with_them(
    page_of: Windows, thread: Thread, ines: Member, chosen: list[Path]
) -> None:
    page = page_of(ines, java_script_enabled=False)
    page.goto(thread.get_absolute_url())
    page.get_by_role("textbox", name="Your reply").fill("This is my garden.")
    page.get_by_text("Add pictures", exact=True).click()
    page.get_by_label("Pictures from your device").set_input_files(chosen)
    press(page, "Add these pictures")

    expect(page.get_by_role("textbox", name="Your reply")).to_have_value("This is my garden.")
    describe(page, 1, "Two cups of tea")
    press(page, "Post reply")
    expect(page.get_by_role("heading", name="What does the picture show?")).to_be_visible()
    describe(page, 2, "A robin")
    press(page, "Post reply")

    expect(page.locator(".post .body").last).to_contain_text("This is my garden.")
    assert [image["alt"] for image in Post.objects.latest("pk").images] == ["Two cups of tea", "A robin"]
    expect(page.get_by_role("img", name="A robin")).to_be_attached()


@pytest.mark.long
def test_a_picture_survives_a_reload_with_its_description_and_can_be_removed(
    page_of: Windows, thread: Thread, ines: Member, chosen: list[Path]
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    page.get_by_text("Add pictures", exact=True).click()
    page.get_by_label("Pictures from your device").set_input_files(chosen[:1])
    describe(page, 1, "Two cups of tea")
    with page.expect_response("**/alt/"):
        page.get_by_label("Pictures from your device").focus()

    page.reload()
    expect(page.get_by_label("Picture 1: what does it show?")).to_have_value("Two cups of tea")
    page.get_by_role("button", name="Remove picture 1").click()

    expect(page.locator("[data-progress]")).to_have_text("Picture removed.")
    expect(page.get_by_label("Picture 1: what does it show?")).to_have_count(0)
    assert not Image.objects.exists()


def test_pictures_move_nothing_when_they_arrive(page_of: Windows, thread: Thread, ines: Member) -> None:
    for _ in range(3):
        reply(thread, ines, pictures=[add_picture(ines, thread.key) for _ in range(2)])
    page = page_of()
    held: list[Route] = []
    page.add_init_script(COUNT_SHIFTS)
    page.route("**/images/**", lambda route: held.append(route))
    with page.expect_request("**/images/**"):
        page.goto(thread.get_absolute_url(), wait_until="domcontentloaded")
    while held:
        held.pop().continue_()
    page.unroute("**/images/**")

    for picture in page.get_by_role("img", name="Two cups of tea").all():
        picture.scroll_into_view_if_needed()
        page.wait_for_function(LOADED, arg=picture.element_handle())

    assert page.evaluate("moved") == 0
