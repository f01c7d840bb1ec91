"""Going back after posting: pressing the button again makes no second post, with script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from community.composing.models import Draft
from community.forum.models import Group, Post, Thread
from community.members.models import Member
from tests.browser.test_composer import box, press, write
from tests.browser.test_drafts import saved_whole

Windows = Callable[..., Page]
TEXT = "It took me all evening to find these words"
RESTORE = """text => {  // as a browser does that restores a tab: the page is new, and the box has the old text
    document.querySelector("textarea[name=body]").value = text;
    const title = document.querySelector("input[name=title]");
    if (title) title.value = "How long is long";
}"""


def post_reply(page: Page, *, script: bool) -> None:
    write(page, TEXT) if script else box(page).fill(TEXT)
    press(page, "Post reply")
    expect(page.locator("[data-posts]")).to_contain_text(TEXT)


def press_and_wait(page: Page, button: str) -> None:
    with page.expect_navigation():
        press(page, button)


@pytest.mark.parametrize("way", ["back", "reload", "restored"])
def test_without_script_the_form_that_was_filled_again_asks_before_it_posts_again(
    page_of: Windows, thread: Thread, ines: Member, way: str
) -> None:
    page = page_of(ines, java_script_enabled=False)
    page.goto(thread.get_absolute_url())
    post_reply(page, script=False)

    page.go_back()
    if way == "reload":
        page.reload()
    if way == "restored":
        box(page).fill(TEXT)
    if box(page).input_value():
        press_and_wait(page, "Post reply")
        expect(page.get_by_role("heading", name="You’ve already posted this")).to_be_visible()
        expect(box(page)).to_have_value(TEXT)

    assert Post.objects.filter(author=ines).count() == 1


def test_without_script_a_second_post_of_the_same_words_is_a_choice(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines, java_script_enabled=False)
    page.goto(thread.get_absolute_url())
    post_reply(page, script=False)
    box(page).fill(TEXT)
    press_and_wait(page, "Post reply")

    press_and_wait(page, "Post it again")

    expect(page.get_by_text("Your reply is posted.")).to_be_visible()
    assert Post.objects.filter(author=ines).count() == 2


@pytest.mark.parametrize("way", ["back", "reload", "restored"])
def test_with_script_the_box_is_empty_or_the_form_asks(
    page_of: Windows, thread: Thread, ines: Member, way: str
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    post_reply(page, script=True)

    page.go_back()
    page.wait_for_load_state("networkidle")
    if way == "reload":
        page.reload()
    if way == "restored":
        page.add_init_script(f"addEventListener('pageshow', () => ({RESTORE})('{TEXT}'))")
        page.goto(thread.get_absolute_url())
        page.wait_for_load_state("networkidle")
    expect(box(page)).to_have_value("")

    press(page, "Post reply")
    expect(page.get_by_text("Write something first.").first).to_be_visible()
    assert Post.objects.filter(author=ines).count() == 1
    assert not Draft.objects.exists()


@pytest.mark.long
def test_a_page_that_the_browser_restores_whole_is_empty(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, TEXT)
    saved_whole(page, TEXT)
    Draft.objects.all().delete()  # as posting does
    page.evaluate("sessionStorage.setItem('posted:' + document.querySelector('[name=token]').value, 'any')")

    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")

    expect(box(page)).to_have_value("")
    page.wait_for_load_state("networkidle")
    expect(box(page)).to_have_value("")


@pytest.mark.parametrize("script", [True, False])
def test_other_words_from_a_page_that_was_restored_whole_are_a_post_too(
    page_of: Windows, thread: Thread, ines: Member, script: bool
) -> None:
    page = page_of(ines, java_script_enabled=script)
    page.goto(thread.get_absolute_url())
    token = page.locator("#reply input[name=token]").get_attribute("value")
    post_reply(page, script=script)
    csrf = page.locator("#reply input[name=csrfmiddlewaretoken]").get_attribute("value")
    fields = {"body": "Other words", "token": token or "", "csrfmiddlewaretoken": csrf or ""}

    origin = {"Origin": page.url[: page.url.index("/", 8)]}
    answer = page.context.request.post(f"/discussions/{thread.pk}/reply/", form=fields, headers=origin)

    assert answer.ok
    assert Post.objects.filter(author=ines).count() == 2


@pytest.mark.parametrize("script", [True, False])
def test_a_discussion_is_started_once(page_of: Windows, group: Group, ines: Member, script: bool) -> None:
    page = page_of(ines, java_script_enabled=script)
    page.goto(f"/groups/{group.slug}/new/")
    page.get_by_label("Title").fill("How long is long")
    write(page, TEXT) if script else box(page).fill(TEXT)
    press(page, "Post discussion")
    expect(page.get_by_text("Your discussion is posted.")).to_be_visible()

    page.go_back()
    page.wait_for_load_state("networkidle")
    if script:
        expect(box(page)).to_have_value("")
    press_and_wait(page, "Post discussion")

    assert Thread.objects.filter(author=ines).count() == 1
