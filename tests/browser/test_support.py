"""A hug without a reload: focus stays with the keyboard, and nothing moves under the finger on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from community.forum import operations as forum
from community.forum.models import Post, Reaction, Support, Thread
from community.members.models import Member
from tests.acts import reply

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def post(thread: Thread, ines: Member) -> Post:
    """A post of Ines."""
    return reply(thread, ines)


def open_post(page: Page, post: Post) -> Page:
    """Open the discussion and mark the page, so that the test can tell whether it was reloaded."""
    page.goto(post.thread.get_absolute_url())
    page.evaluate("window.notReloaded = true")
    return page


def test_a_hug_by_keyboard_leaves_focus_where_it_is_and_is_withdrawn_there(
    page_of: Callable[..., Page], post: Post, joan: Member
) -> None:
    page = open_post(page_of(joan), post)
    article = page.locator("article.post").filter(has_text="Thinking of you.")
    word, figures = article.locator("summary"), article.locator(".reactions")

    word.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(article.get_by_role("button", name="Hug")).to_be_focused()
    page.keyboard.press("Enter")

    hug = article.get_by_role("button", name="Hug", pressed=True)
    expect(hug).to_be_focused()
    expect(word).to_have_text("You: Hug")
    expect(figures).to_have_text("Who sent support: Hug 1")
    assert Support.objects.get(post=post).reaction == Reaction.HUG

    back = article.get_by_role("button", name="Take it back")
    back.focus()
    page.keyboard.press("Enter")

    expect(word).to_have_text("Support")
    expect(word).to_be_focused()
    expect(figures).to_be_hidden()
    assert not Support.objects.exists()
    assert page.evaluate("window.notReloaded === true")


def test_on_a_phone_it_fits_two_rows_and_the_word_stays_under_the_finger(
    page_of: Callable[..., Page], post: Post, joan: Member, maria: Member
) -> None:
    forum.give_support(post, maria, Reaction.THANKS)
    page = open_post(page_of(joan, viewport=PHONE), post)
    article = page.locator("article.post").filter(has_text="Thinking of you.")
    expect(article.locator(".actions .reactions")).to_have_text("Who sent support: Thank you 1")
    word = article.locator("summary")
    word.hover()  # the page has scrolled to the post
    row = article.locator(".actions").bounding_box()
    before = word.bounding_box()

    word.click()

    expect(article.get_by_role("button", name="Helpful")).to_be_visible()
    assert before and row and row["height"] <= 2 * before["height"] + 1
    assert word.bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_finger_that_presses_twice_stays_where_it_is(page_of: Callable[..., Page], post: Post, joan: Member) -> None:
    page = open_post(page_of(joan, viewport=PHONE), post)
    article = page.locator("article.post").filter(has_text="Thinking of you.")
    article.locator("summary").click()
    hug = article.get_by_role("button", name="Hug")
    hug.scroll_into_view_if_needed()
    under = hug.bounding_box()
    assert under

    for _ in range(2):
        article.locator("details").evaluate("menu => menu.dataset.before = 'yes'")
        page.mouse.click(under["x"] + under["width"] / 2, under["y"] + under["height"] / 2)
        expect(article.locator("details[data-before]")).to_have_count(0)
        expect(article.locator(".reactions")).to_have_text("Who sent support: Hug 1")
        expect(article.get_by_role("button", name="Hug", pressed=True)).to_be_visible()

    assert hug.bounding_box() == under
    assert Support.objects.get(post=post).reaction == Reaction.HUG
    assert page.evaluate("window.notReloaded === true")
