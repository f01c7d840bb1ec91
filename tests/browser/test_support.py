"""A hug without a reload: focus stays with the keyboard, and nothing moves under the finger on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from community.forum import operations as forum
from community.forum.models import Post, Reaction, Support, Thread
from community.members.models import Member
from tests.acts import reply
from tests.browser.posts import more_of, post_of

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


def test_a_hug_by_keyboard_is_one_press_and_is_withdrawn_in_more(
    page_of: Callable[..., Page], post: Post, joan: Member
) -> None:
    page = open_post(page_of(joan), post)
    article = post_of(page, "Thinking of you.")
    hug, figures = article.locator(".first button"), article.locator(".reactions")

    hug.focus()
    page.keyboard.press("Enter")

    expect(figures).to_have_text("Hug 1", use_inner_text=True)
    expect(hug).to_have_attribute("aria-pressed", "true")
    expect(hug).to_be_focused()
    assert Support.objects.get(post=post).reaction == Reaction.HUG

    more = more_of(article)
    more.get_by_role("button", name="Remove reaction").focus()
    page.keyboard.press("Enter")

    expect(figures).to_have_text("")
    expect(hug).to_have_attribute("aria-pressed", "false")
    expect(more.get_by_role("button", name="Hug")).to_be_focused()
    assert not Support.objects.exists()
    assert page.evaluate("window.notReloaded === true")


def test_another_reaction_replaces_the_hug_and_focus_stays_on_it(
    page_of: Callable[..., Page], post: Post, joan: Member
) -> None:
    page = open_post(page_of(joan), post)
    article = post_of(page, "Thinking of you.")

    thanks = more_of(article).get_by_role("button", name="Thank you")
    thanks.focus()
    page.keyboard.press("Enter")

    expect(article.locator(".reactions")).to_have_text("Thank you 1", use_inner_text=True)
    expect(article.locator(".first button")).to_have_text("Thank you")
    expect(thanks).to_be_focused()
    expect(thanks).to_have_attribute("aria-pressed", "true")
    expect(more_of(article).get_by_role("link", name="Who sent support")).to_be_visible()
    assert Support.objects.get(post=post).reaction == Reaction.THANKS


def test_a_reaction_that_failed_without_a_reload_is_sent_again_with_one(
    page_of: Callable[..., Page], post: Post, joan: Member
) -> None:
    page = open_post(page_of(joan), post)
    page.route(
        "**/support/",
        lambda route: route.fulfill(status=502) if "hx-request" in route.request.headers else route.continue_(),
    )

    more_of(post_of(page, "Thinking of you.")).get_by_role("button", name="Me too").click()

    expect(post_of(page, "Thinking of you.").locator(".first button")).to_have_text("Me too")
    assert Support.objects.get(post=post).reaction == Reaction.SAME


def test_on_a_phone_the_acts_are_one_line_and_more_moves_nothing(
    page_of: Callable[..., Page], post: Post, joan: Member, maria: Member
) -> None:
    forum.give_support(post, maria, Reaction.THANKS)
    page = open_post(page_of(joan, viewport=PHONE), post)
    article = post_of(page, "Thinking of you.")
    expect(article.locator(".actions .reactions")).to_have_text("Support 1", use_inner_text=True)
    more = article.get_by_role("button", name="More")
    more.hover()  # the page has scrolled to the post
    row = article.locator(".actions").bounding_box()
    before = more.bounding_box()

    more.click()

    expect(article.get_by_role("button", name="Helpful")).to_be_visible()
    assert before and row and row["height"] <= before["height"] + 1
    assert more.bounding_box() == before
    assert article.locator(".actions").bounding_box() == row
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.long
@pytest.mark.parametrize("inside_more", [False, True])
def test_a_finger_that_presses_twice_stays_where_it_is(
    page_of: Callable[..., Page], post: Post, joan: Member, inside_more: bool
) -> None:
    page = open_post(page_of(joan, viewport=PHONE), post)
    article = post_of(page, "Thinking of you.")
    hug = more_of(article).get_by_role("button", name="Hug") if inside_more else article.locator(".first button")
    hug.scroll_into_view_if_needed()
    under = hug.bounding_box()
    assert under

    for _ in range(2):
        article.locator(".first").evaluate("form => form.dataset.before = 'yes'")
        page.mouse.click(under["x"] + under["width"] / 2, under["y"] + under["height"] / 2)
        expect(article.locator(".first[data-before]")).to_have_count(0)
        expect(article.locator(".reactions")).to_have_text("Support 1", use_inner_text=True)
        expect(hug).to_have_attribute("aria-pressed", "true")

    assert hug.bounding_box() == under
    assert Support.objects.get(post=post).reaction == Reaction.HUG
    assert page.evaluate("window.notReloaded === true")


def test_without_script_a_hug_is_one_press_too(page_of: Callable[..., Page], post: Post, joan: Member) -> None:
    page = page_of(joan, java_script_enabled=False)
    page.goto(post.thread.get_absolute_url())
    post_of(page, "Thinking of you.").get_by_role("button", name="Hug").click()

    more = more_of(post_of(page, "Thinking of you."))
    assert Support.objects.get(post=post).reaction == Reaction.HUG
    more.get_by_role("button", name="Helpful").click()
    expect(post_of(page, "Thinking of you.").locator(".first button")).to_have_text("Helpful")
    assert Support.objects.get(post=post).reaction == Reaction.HELPFUL
