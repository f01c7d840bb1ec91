"""What belongs to a text besides its words: pictures, folded choices, and no gap for what is not there yet."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from community.core.text import richtext
from community.forum.models import Audience, Group, Post, Thread
from community.members.models import Member
from tests.acts import add_picture, reply
from tests.browser.test_composer import box, editor, press, write
from tests.composing.hostile_images import drawn, saved

Windows = Callable[..., Page]
PHONE = {"width": 360, "height": 640}
scripts = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
REMOVES = "you’ll lose its formatting"


def test_the_toolbar_opens_the_file_chooser_and_the_picture_is_added(
    page_of: Windows, thread: Thread, ines: Member, tmp_path: Path
) -> None:
    file = tmp_path / "tea.jpg"
    file.write_bytes(saved(drawn(900, 600), "JPEG"))
    page = page_of(ines, viewport=PHONE, has_touch=True)
    page.goto(thread.get_absolute_url())
    write(page, "My garden.")

    with page.expect_file_chooser() as chooser:
        page.get_by_role("toolbar").get_by_role("button", name="Picture").tap()
    expect(page.locator("#pictures")).not_to_have_attribute("open", "")
    chooser.value.set_files(file)

    expect(page.get_by_label("Picture 1: what does it show?")).to_be_focused()
    expect(editor(page)).to_have_text("My garden.")
    page.get_by_label("Picture 1: what does it show?").fill("Two cups of tea")
    press(page, "Post reply")
    expect(page.get_by_role("img", name="Two cups of tea")).to_be_attached()


def test_with_six_pictures_the_toolbar_says_that_there_are_six(page_of: Windows, thread: Thread, ines: Member) -> None:
    for _ in range(6):
        add_picture(ines, thread.key)
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page)

    press(page, "Picture")

    expect(page.locator("[data-progress]")).to_contain_text("Remove one before you add another")


@scripts
def test_enter_in_the_title_posts_although_a_picture_could_be_removed(
    page_of: Windows, group: Group, ines: Member, script: bool
) -> None:
    add_picture(ines, group.key)
    page = page_of(ines, java_script_enabled=script)
    page.goto(f"{group.get_absolute_url()}new/")
    page.get_by_label("Picture 1: what does it show?").fill("Two cups of tea")
    box(page).fill("How did you sleep?")

    page.get_by_label("Title").fill("Nights")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Nights", level=1)).to_be_visible()
    assert len(Post.objects.get(author=ines).images) == 1


@scripts
def test_the_folded_line_says_who_can_read_a_new_discussion(
    page_of: Windows, group: Group, ines: Member, script: bool
) -> None:
    page = page_of(ines, java_script_enabled=script, viewport=PHONE)
    page.goto(f"{group.get_absolute_url()}new/")
    line = page.locator(".audience summary")
    expect(line).to_have_text("Who can read it: Everyone", use_inner_text=True)
    expect(page.get_by_label("Members only")).to_be_hidden()

    line.click()
    page.get_by_label("Members only").check()
    line.click()

    expect(line).to_have_text("Who can read it: Members only", use_inner_text=True)
    page.get_by_label("Title").fill("Nights")
    box(page).fill("How did you sleep?")
    press(page, "Post discussion")
    expect(page.get_by_role("heading", name="Nights", level=1)).to_be_visible()
    assert Thread.objects.get(title="Nights").audience == Audience.MEMBERS


def test_similar_discussions_and_a_preview_take_no_space_before_they_are_there(
    page_of: Windows, group: Group, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(f"{group.get_absolute_url()}new/")
    title, label = page.get_by_label("Title").bounding_box(), page.locator("#id_body-label").bounding_box()
    gap = page.locator("form:has([data-composer])").evaluate("form => parseFloat(getComputedStyle(form).rowGap)")

    assert title
    assert label
    assert label["y"] - (title["y"] + title["height"]) == pytest.approx(gap, abs=1)


@pytest.mark.parametrize("way", ["no script", "plain box", "editor", "editor left"])
def test_a_formatted_post_in_a_plain_box_says_what_a_change_removes(
    page_of: Windows, thread: Thread, ines: Member, way: str
) -> None:
    text, post = richtext.clean("<p>It <strong>helped</strong> me.</p>"), reply(thread, ines)
    Post.objects.filter(pk=post.pk).update(html=text.html, plain=text.plain)
    ines.plain_box = way == "plain box"
    ines.save(update_fields=["plain_box"])
    page = page_of(ines, java_script_enabled=way != "no script")

    page.goto(f"/posts/{post.pk}/edit/")
    if way.startswith("editor"):
        expect(editor(page)).to_be_visible()
        expect(page.get_by_text(REMOVES)).to_be_hidden()
    if way == "editor left":
        press(page, "Plain text")

    if way != "editor":
        expect(page.get_by_text(REMOVES)).to_be_visible()
