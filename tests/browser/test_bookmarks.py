"""Save a post, write a note, print the questions: without a reload with script, and on whole pages without it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.forum import operations as forum
from community.forum.models import Bookmark, Post, Thread
from community.members.models import Member
from tests.acts import reply
from tests.browser.posts import more_button, more_of, post_of
from tests.browser.watched import Watched

Windows = Callable[..., Page]
SAVED = re.compile("^Saved")


@pytest.fixture
def post(thread: Thread, ines: Member) -> Post:
    """A reply of Ines."""
    return reply(thread, ines, "Ask for the cream early.")


def message(page: Page, words: str) -> Any:
    """The element with this text in the page's live region."""
    return page.locator("#notices[aria-live=polite]").get_by_text(words)


def names_nobody(page: Page) -> None:
    """Assert that the printed sheet has the member's question, and no names, no posts and no parts of the site."""
    page.emulate_media(media="print")
    paper = page.locator("body").inner_text()
    for other in ("Maria", "Ines", "Joan", "Ask for the cream", "Sign out", "Get help", "Alongside"):
        assert other not in paper
    expect(page.get_by_text("Which cream, and how often?")).to_be_visible()
    expect(page.locator("header.masthead")).to_be_hidden()
    expect(page.locator("footer.foot")).to_be_hidden()
    expect(page.get_by_text("Check before you give the list to anyone")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    lines = page.locator(".answer > span")
    assert lines.count() == 3
    assert all((line.bounding_box() or {"height": 0})["height"] > 30 for line in lines.all())


def test_a_member_saves_a_post_writes_a_question_and_prints_the_sheet(
    page_of: Windows, thread: Thread, post: Post, joan: Member
) -> None:
    page = page_of(joan)
    watched = Watched(page)
    page.goto(thread.get_absolute_url())
    page.evaluate("window.notReloaded = true")
    more_of(post_of(page, "Ask for the cream")).get_by_role("button", name="Save").focus()

    page.keyboard.press("Enter")
    saved = more_of(post_of(page, "Ask for the cream")).get_by_role("link", name=SAVED)
    expect(saved).to_be_focused()
    expect(message(page, "Saved. You can find it")).to_be_visible()

    page.locator("#notices").get_by_role("link", name="Add a note").click()
    note = page.get_by_role("dialog", name="Your note")
    expect(note.get_by_role("heading", name="Your note", level=1)).to_be_focused()
    note.get_by_label("Add it to my list of questions").check()
    note.get_by_role("button", name="Save my note").click()
    expect(note.get_by_role("alert").filter(has_text="There is a problem")).to_be_focused()
    note.get_by_label(re.compile("^Your note")).fill("Which cream, and how often?")
    note.get_by_role("button", name="Save my note").click()
    expect(note).to_be_hidden()
    expect(message(page, "Your note is saved.")).to_be_visible()
    expect(more_button(post_of(page, "Ask for the cream"))).to_be_focused()
    assert page.evaluate("window.notReloaded === true")
    mine = Bookmark.objects.get()
    assert (mine.member, mine.post, mine.note, mine.question) == (joan, post, "Which cream, and how often?", True)

    page.goto("/saved/")
    page.get_by_role("link", name="Questions for my appointment").click()
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") is True
    names_nobody(page)
    assert [line for line in watched.complaints if "422" not in line] == []  # the empty note above


@pytest.mark.long
def test_without_script_the_same_way_leads_over_pages(
    page_of: Windows, thread: Thread, post: Post, joan: Member
) -> None:
    page = page_of(joan, java_script_enabled=False)
    page.goto(thread.get_absolute_url())
    more_of(post_of(page, "Ask for the cream")).get_by_role("button", name="Save").click()
    expect(more_of(post_of(page, "Ask for the cream")).get_by_role("link", name=SAVED)).to_be_visible()

    page.get_by_role("link", name="Add a note").click()
    page.get_by_label(re.compile("^Your note")).fill("Which cream, and how often?")
    page.get_by_label("Add it to my list of questions").check()
    page.get_by_role("button", name="Save my note").click()
    expect(page.get_by_role("heading", name="Saved posts", level=1)).to_be_visible()
    expect(page.get_by_text("Which cream, and how often?")).to_be_visible()

    page.get_by_role("link", name="Questions for my appointment").click()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_text("choose “Print” in your browser’s menu")).to_be_visible()
    names_nobody(page)
    page.emulate_media(media="screen")

    page.get_by_role("link", name="Saved posts").last.click()
    page.get_by_role("button", name="Remove from saved posts").click()
    expect(page.get_by_text("Removed from your saved posts.")).to_be_visible()
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_text("Which cream, and how often?")).to_be_visible()
    assert Bookmark.objects.get().question


@pytest.mark.long
def test_on_the_list_of_saved_posts_rows_change_in_position_and_focus_goes_on(
    page_of: Windows, thread: Thread, post: Post, ines: Member, joan: Member
) -> None:
    forum.add_bookmark(post, joan)
    forum.add_bookmark(reply(thread, ines, "It was better by the lake."), joan)
    page = page_of(joan)
    watched = Watched(page)
    page.goto("/saved/")
    page.evaluate("window.notReloaded = true")
    lake, cream = page.locator("main article").all()

    cream.get_by_role("link", name="Add a note").click()
    note = page.get_by_role("dialog", name="Your note")
    expect(note.get_by_role("button", name="Remove from saved posts")).to_have_count(0)
    note.get_by_label(re.compile("^Your note")).fill("Which cream?")
    note.get_by_role("button", name="Save my note").click()
    expect(cream.get_by_text("Which cream?")).to_be_visible()
    expect(cream.get_by_role("link", name="Change your note")).to_be_focused()

    off = page.get_by_role("button", name="Remove from saved posts")
    lake.get_by_role("button", name="Remove from saved posts").focus()
    page.keyboard.press("Enter")
    expect(off).to_have_count(1)
    expect(off).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("No saved posts yet.")).to_be_visible()
    expect(page.get_by_role("heading", name="Saved posts", level=1)).to_be_focused()
    assert page.evaluate("window.notReloaded === true")

    page.locator("#notices").get_by_role("button", name="Put it back").click()
    expect(page.get_by_text("Which cream?")).to_be_visible()
    assert watched.complaints == []


def test_a_member_removes_a_bookmark_in_the_thread_and_saves_it_again(
    page_of: Windows, thread: Thread, post: Post, joan: Member
) -> None:
    forum.add_bookmark(post, joan)
    page = page_of(joan)
    watched = Watched(page)
    page.goto(thread.get_absolute_url())
    more_of(post_of(page, "Ask for the cream")).get_by_role("link", name=SAVED).click()

    page.get_by_role("dialog", name="Your note").get_by_role("button", name="Remove from saved posts").click()
    expect(more_button(post_of(page, "Ask for the cream"))).to_be_focused()
    expect(message(page, "Removed from your saved posts.")).to_be_visible()
    assert not Bookmark.objects.exists()

    page.keyboard.press("Enter")
    post_of(page, "Ask for the cream").get_by_role("button", name="Save").press("Enter")
    expect(more_of(post_of(page, "Ask for the cream")).get_by_role("link", name=SAVED)).to_be_focused()
    assert Bookmark.objects.get().post == post
    assert watched.complaints == []


@pytest.mark.long
def test_a_member_who_presses_a_link_the_moment_it_appears_stays_on_the_page(
    page_of: Windows, thread: Thread, post: Post, joan: Member
) -> None:
    forum.add_bookmark(post, joan)
    page = page_of(joan)
    page.goto(thread.get_absolute_url())
    page.evaluate("""
        window.notReloaded = true;
        document.addEventListener("focusin", ({ target }) => {
            const save = target.closest("article")?.querySelector("button[id^=bookmark-]");
            if (save && target.matches("[popovertarget]")) setTimeout(() => save.click());
        });
    """)
    more_of(post_of(page, "Ask for the cream")).get_by_role("link", name=SAVED).click()

    page.get_by_role("dialog", name="Your note").get_by_role("button", name="Remove from saved posts").click()

    expect(message(page, "Saved. You can find it")).to_be_visible()
    expect(more_of(post_of(page, "Ask for the cream")).get_by_role("link", name=SAVED)).to_be_visible()
    assert page.evaluate("window.notReloaded === true")
