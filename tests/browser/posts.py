"""Posts on a discussion's page, and what their "More" opens."""

from typing import Any

from playwright.sync_api import Page


def post_of(page: Page, words: str) -> Any:
    """Return the post that has these words."""
    return page.locator("article.post").filter(has_text=words)


def more_button(article: Any) -> Any:
    """Return the button of a post that opens its "More"."""
    return article.get_by_role("button", name="More", exact=True)


def more_of(article: Any) -> Any:
    """Return a post's "More" after opening it, if it was closed."""
    more = article.locator(".actions > [popover]")
    if not more.is_visible():
        more_button(article).click()
        steady(more.locator(":scope > :last-child"))
    return more


def steady(target: Any) -> Any:
    """Return what is in an open popover once nothing moves under the press that comes next.

    A popover follows a scroll one frame later: scroll now, and again, which waits for two frames without a move."""
    for _ in range(2):
        target.scroll_into_view_if_needed()
    return target
