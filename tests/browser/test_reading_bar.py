"""While reading a long discussion: where one is, what is new, and a reply at hand, below the text and never over it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.composing.models import Draft
from community.forum.models import Post, Thread
from community.members.models import Member
from tests.acts import reply
from tests.browser.keyboard import check_focus

Windows = Callable[..., Page]
PHONE = {"width": 360, "height": 640}
SIZES = [PHONE, {"width": 1280, "height": 800}]


@pytest.fixture
def long(thread: Thread, ines: Member) -> Thread:
    """A discussion of 24 posts, on two pages."""
    for number in range(2, 25):
        reply(thread, ines, f"Words of {number}\n\n" * 4)
    thread.refresh_from_db()
    return thread


def bar(page: Page) -> Any:
    return page.locator(".reading-bar")


def article(page: Page, number: int) -> Any:
    return page.locator(f"article[data-number='{number}']")


def box(page: Page) -> Any:
    return page.locator("#reply [contenteditable]")


def check_right_above(page: Page, words: str) -> None:
    """Check that these words and the box below them are in the window, with nothing but the toolbar between them."""
    line, text = page.get_by_text(words), page.get_by_role("textbox", name="Your reply")
    expect(line).to_be_in_viewport(ratio=1)
    expect(text).to_be_in_viewport()
    above, below = line.bounding_box(), text.bounding_box()
    assert above and below and above["y"] + above["height"] <= below["y"] <= above["y"] + above["height"] + 75


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_it_says_which_post_one_is_at_and_lies_over_nothing_at_the_end(
    page_of: Windows, long: Thread, size: dict[str, Any]
) -> None:
    page = page_of(viewport=size)
    page.goto(long.get_absolute_url())
    expect(bar(page)).to_contain_text("Post 1 of 24 · just now")
    expect(bar(page)).to_be_in_viewport(ratio=1)

    article(page, 12).evaluate("post => post.scrollIntoView({ block: 'start' })")

    expect(bar(page)).to_contain_text(re.compile("Post 1[23] of 24"))
    last = article(page, 20)
    bar(page).evaluate("bar => bar.nextElementSibling.scrollIntoView({ block: 'end' })")
    boxes = [each.bounding_box() for each in (last, bar(page))]
    assert boxes[0] and boxes[1] and boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    bar(page).get_by_role("link", name="Top").click()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("posts", ["24", "1941"])
@pytest.mark.parametrize(("language", "sentence"), [("es", "Mensaje {} de"), ("en", "Post {} of")])
def test_its_figures_are_never_cut_and_its_words_are_read_out(
    page_of: Windows, long: Thread, joan: Member, language: str, sentence: str, posts: str
) -> None:
    joan.text_size, joan.spacing, joan.language = "4", "roomy", language
    joan.save()
    page = page_of(joan, viewport={"width": 320, "height": 640})
    page.goto(long.get_absolute_url())
    position = bar(page).locator("[data-position]")
    position.evaluate("(position, posts) => { position.dataset.all = posts; }", posts)

    article(page, 12).evaluate("post => post.scrollIntoView({ block: 'start' })")

    expect(position).to_contain_text(re.compile(sentence.format("1[23]")))
    shown = position.locator("span:not([hidden], .visually-hidden)")
    expect(shown).to_have_text(re.compile(r"^(1[23]/\u200b|Post 1[23] of )(24|1,?941)$"))
    outside = """position => [...position.querySelectorAll("span:not([hidden], .visually-hidden)")].filter(span =>
        span.getBoundingClientRect().right > position.getBoundingClientRect().right + 0.5).length"""
    assert position.evaluate(outside) == 0
    assert position.evaluate("position => position.scrollHeight <= position.clientHeight")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_script_it_says_which_posts_are_on_the_page(page_of: Windows, long: Thread, joan: Member) -> None:
    page = page_of(joan, java_script_enabled=False, viewport=PHONE)
    page.goto(f"{long.get_absolute_url()}?page=2")

    expect(bar(page)).to_contain_text("Posts 21 to 24 of 24")
    bar(page).get_by_role("link", name="Reply").click()
    expect(page.get_by_role("textbox", name="Your reply")).to_be_focused()


def test_a_short_discussion_says_no_position(page_of: Windows, thread: Thread, joan: Member) -> None:
    page = page_of(joan)
    page.goto(thread.get_absolute_url())
    expect(bar(page).get_by_role("link", name="Reply")).to_be_visible()
    expect(bar(page).locator("[data-position]")).to_have_count(0)
    guest = page_of()
    guest.goto(thread.get_absolute_url())
    expect(bar(guest)).to_have_count(0)


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_it_covers_nothing_that_has_the_focus(
    page_of: Windows, long: Thread, joan: Member, size: dict[str, Any]
) -> None:
    page = page_of(joan, viewport=size)
    page.goto(f"{long.get_absolute_url()}?page=2")
    for _ in range(45):
        page.keyboard.press("Tab")
        if "Post reply" in check_focus(page):
            return
    raise AssertionError("Tab never comes to the end of the form")


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_a_new_reply_is_announced_within_the_window_and_counted_everywhere(
    page_of: Windows, long: Thread, joan: Member, ines: Member, size: dict[str, Any]
) -> None:
    page = page_of(joan, viewport=size)
    page.goto(f"{long.get_absolute_url()}?page=2")
    expect(page.locator("body[data-live=on]")).to_be_attached()
    position = bar(page).bounding_box()
    expect(page.locator("[data-reply-count]")).to_have_text("23 replies")

    reply(long, ines, "Written just now.")

    offer = page.get_by_role("status").get_by_role("button", name="1 new reply. Show")
    expect(offer).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-reply-count]")).to_have_text("24 replies")
    expect(page.locator("[data-last-reply]"), "it was not the last one").to_have_count(0)
    assert bar(page).bounding_box() == position, "no more of the text is covered than before"

    page.locator("#reply").get_by_role("button", name="Post reply").scroll_into_view_if_needed()
    expect(offer, "also for somebody who writes below the posts").to_be_in_viewport(ratio=1)
    page.evaluate("scrollTo(0, 0)")
    offer.click()
    expect(page.get_by_text("Written just now.")).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-reply-count]")).to_have_text("24 replies")


def test_nothing_moves_while_a_pointer_is_pressed(page_of: Windows, long: Thread, joan: Member, ines: Member) -> None:
    page = page_of(joan, viewport=PHONE)
    page.goto(long.get_absolute_url())
    expect(page.locator("body[data-live=on]")).to_be_attached()
    page.evaluate(
        """document.body.addEventListener("alongside:new-replies", () => { document.body.dataset.told = ""; })"""
    )
    page.mouse.move(100, 300)
    page.mouse.down()
    reply(long, ines, "Written just now.")
    expect(page.locator("body[data-told]")).to_be_attached()
    expect(page.get_by_role("button", name="1 new reply. Show")).to_have_count(0)

    page.mouse.up()

    expect(page.get_by_role("button", name="1 new reply. Show")).to_be_visible()


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_reply_under_a_post_opens_the_box_there_with_focus(
    page_of: Windows, long: Thread, joan: Member, size: dict[str, Any]
) -> None:
    page = page_of(joan, viewport=size)
    page.goto(long.get_absolute_url())
    link = article(page, 7).get_by_role("link", name="Reply")

    link.press("Enter")

    expect(box(page)).to_be_focused()
    check_right_above(page, "Replying to Ines, 7.")
    assert page.evaluate("document.querySelector('#reply').previousElementSibling.dataset.number") == "7"
    page.keyboard.type("To you alone, Ines.")
    expect(page.get_by_text(re.compile("^Draft saved"))).to_be_visible()
    assert "To you alone, Ines." in Draft.objects.get(member=joan).body
    page.get_by_role("button", name="Post reply").click()

    expect(page.locator(".post .body").last).to_contain_text("To you alone, Ines.")
    assert Post.objects.get(author=joan).answers == long.posts.get(number=7)
    assert not Draft.objects.exists()


def test_a_reply_to_another_post_and_cancelling_lose_no_text(page_of: Windows, long: Thread, joan: Member) -> None:
    page = page_of(joan, viewport=PHONE)
    page.goto(long.get_absolute_url())
    article(page, 7).get_by_role("link", name="Reply").click()
    expect(box(page)).to_be_focused()
    page.keyboard.type("To somebody.")
    link = article(page, 12).get_by_role("link", name="Reply")
    link.scroll_into_view_if_needed()

    link.click()

    expect(page.get_by_text("Replying to Ines, 12.")).to_be_visible()
    expect(page.get_by_text("Replying to Ines, 7.")).to_have_count(0)
    expect(box(page)).to_have_text("To somebody.")
    page.get_by_role("button", name="Cancel").click()
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    expect(page.get_by_text("Replying to Ines, 12.")).to_have_count(0)
    expect(box(page)).to_have_text("To somebody.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".post .body").last).to_contain_text("To somebody.")
    assert Post.objects.get(author=joan).answers is None


def test_without_script_reply_leads_to_a_form_that_has_the_focus(page_of: Windows, long: Thread, joan: Member) -> None:
    page = page_of(joan, java_script_enabled=False, viewport=PHONE)
    page.goto(long.get_absolute_url())
    article(page, 7).get_by_role("link", name="Reply").click()

    expect(page.get_by_role("textbox", name="Your reply")).to_be_focused()
    check_right_above(page, "Replying to Ines, 7.")
    page.keyboard.type("To you alone, Ines.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".post .body").last).to_contain_text("To you alone, Ines.")
    assert Post.objects.get(author=joan).answers == long.posts.get(number=7)


def test_a_members_page_is_at_most_a_tenth_taller_than_a_guests(page_of: Windows, long: Thread, joan: Member) -> None:
    heights = []
    for reader in (None, joan):
        page = page_of(reader, viewport=PHONE)
        page.goto(long.get_absolute_url())
        expect(bar(page)).to_contain_text("Post 1 of 24")
        heights.append(page.evaluate("document.documentElement.scrollHeight"))
        for part in ("header", ".actions"):
            box = article(page, 7).locator(part).bounding_box()
            assert box and box["height"] <= 48, f"{part}: one line"
    assert heights[1] <= 1.1 * heights[0]
