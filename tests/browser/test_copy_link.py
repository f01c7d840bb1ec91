"""A link to a post: copied with script, an ordinary link without; and how many Tab stops a post has."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.content_warnings import Label
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Post, Reaction, Thread
from community.members.models import Member
from tests.acts import reply
from tests.browser.posts import more_of, post_of
from tests.browser.watched import Watched

Windows = Callable[..., Page]
ALLOWED = {"permissions": ["clipboard-read", "clipboard-write"]}
# What Tab comes to in a post whose "More" is closed, without the links that its author wrote.
STOPS = """articles => articles.map(article =>
    [...article.querySelectorAll("a[href], button, summary, input, [tabindex]")]
        .filter(each => each.tabIndex >= 0 && each.checkVisibility() && !each.closest(".body"))
        .map(each => each.innerText))"""


@pytest.fixture
def post(thread: Thread, ines: Member) -> Post:
    """A reply of Ines."""
    return reply(thread, ines, "Ask for the cream early.")


@pytest.fixture
def reader(request: pytest.FixtureRequest) -> Any:
    """Joan, or a guest."""
    return request.getfixturevalue("joan") if request.param else None


@pytest.mark.parametrize("reader", [True, False], indirect=True, ids=["member", "guest"])
def test_the_link_is_copied_and_the_page_says_so(
    page_of: Windows, thread: Thread, post: Post, base_url: str, reader: Member | None
) -> None:
    page = page_of(reader, **ALLOWED)
    watched = Watched(page)
    page.goto(thread.get_absolute_url())
    copy = more_of(post_of(page, "Ask for the cream")).get_by_role("button", name="Copy link")

    copy.press("Enter")

    expect(page.locator("[role=status][data-copy-status]")).to_have_text("Link copied")
    expect(page.get_by_role("button", name="Link copied")).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == f"{base_url}/posts/{post.pk}/"
    page.keyboard.press("Escape")
    expect(post_of(page, "Ask for the cream").get_by_role("button", name="More")).to_be_focused()
    expect(more_of(post_of(page, "Ask for the cream")).get_by_role("button", name="Copy link")).to_be_visible()
    assert watched.complaints == []


def test_where_the_browser_refuses_to_copy_the_post_is_opened(page_of: Windows, thread: Thread, post: Post) -> None:
    page = page_of()
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    page.goto(thread.get_absolute_url())

    more_of(post_of(page, "Ask for the cream")).get_by_role("button", name="Copy link").click()

    page.wait_for_url(f"**#post-{post.pk}")


def test_without_script_it_is_a_link_to_the_post_and_more_opens_and_closes(
    page_of: Windows, thread: Thread, post: Post
) -> None:
    page = page_of(java_script_enabled=False)
    page.goto(thread.get_absolute_url())
    more = more_of(post_of(page, "Ask for the cream"))

    page.keyboard.press("Escape")
    expect(more).to_be_hidden()
    more_of(post_of(page, "Ask for the cream"))
    page.mouse.click(5, 5)
    expect(more).to_be_hidden()
    more_of(post_of(page, "Ask for the cream")).get_by_role("link", name="Link to this post").click()

    page.wait_for_url(f"**#post-{post.pk}")


def test_a_post_has_at_most_three_tab_stops(
    page_of: Windows, thread: Thread, post: Post, maria: Member, ines: Member, joan: Member, ruth: Member
) -> None:
    answer = reply(thread, maria, "I asked.", answers=post, labels=int(Label.DEATH))
    own = reply(thread, joan, "And I.", answers=answer)
    forum.edit_post(own, editor=joan, text=richtext.from_plain("And I too."), version=own.version)
    forum.give_support(post, maria, Reaction.HUG)
    forum.add_bookmark(post, joan)
    for reader in (None, joan, ruth):
        page = page_of(reader)
        page.goto(thread.get_absolute_url())
        stops = page.locator("article.post").evaluate_all(STOPS)
        assert len(stops) == 4
        assert all(1 <= len(each) <= 3 for each in stops), stops
