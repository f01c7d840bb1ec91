"""Dialogs, following and marking as read without a reload: focus is never lost, and neither is typed text."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.forum.models import Follow, Post, State, Thread
from community.members.models import Member
from community.safety.models import Report
from tests.acts import reply, start
from tests.browser.axe import faults
from tests.browser.posts import more_button, more_of, post_of
from tests.browser.watched import Watched
from tests.notifications.notifications import notify_followers, unread

Windows = Callable[..., Page]


def open_page(page: Page, path: str) -> Page:
    """Open a page and mark it, so that a test can tell whether it was reloaded."""
    page.goto(path)
    page.evaluate("window.notReloaded = true")
    return page


def is_the_same(page: Page) -> bool:
    """Return whether the page has not been reloaded since."""
    return bool(page.evaluate("window.notReloaded === true"))


def dialog(page: Page, name: str) -> Any:
    return page.get_by_role("dialog", name=name)


def message(page: Page, words: str) -> Any:
    """The element with this text in the page's live region."""
    return page.locator("#notices[aria-live=polite]").get_by_text(words)


def faults_in(page: Page, overlay: str) -> list[str]:
    """Return what axe finds in an element that covers the page.

    It has an opaque background of its own; what is behind it differs from line to line, and axe cannot decide there."""
    return [line for line in faults(page, overlay) if "partially overlaps other elements" not in line]


@pytest.fixture
def post(thread: Thread, ines: Member) -> Post:
    """A reply of Ines."""
    return reply(thread, ines, "Buy my tea")


def test_a_report_opens_in_a_dialog_and_is_thanked_on_the_same_page(
    page_of: Windows, thread: Thread, post: Post, joan: Member
) -> None:
    page = page_of(joan)
    watched = Watched(page)
    open_page(page, thread.get_absolute_url())
    article = post_of(page, "Buy my tea")
    link = more_of(article).get_by_role("link", name="Report")

    link.click()
    report = dialog(page, "Report")
    expect(report).to_be_visible()
    expect(report.get_by_role("heading", level=1)).to_be_focused()
    report.get_by_label("It sells or advertises something").check()
    report.get_by_role("button", name="Send report").click()

    expect(report).to_be_hidden()
    expect(message(page, "We have your report.")).to_be_visible()
    expect(more_button(article)).to_be_focused()
    assert is_the_same(page)
    assert (Report.objects.get().reason, Report.objects.get().member) == ("selling", joan)
    assert watched.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_in_an_open_dialog_nor_in_what_the_page_says_after(
    page_of: Windows, thread: Thread, post: Post, ines: Member, joan: Member, width: int, scheme: str
) -> None:
    page = page_of(joan, viewport={"width": width, "height": 700}, color_scheme=scheme)
    page.goto(thread.get_absolute_url())
    more_of(post_of(page, "Buy my tea")).get_by_role("link", name="Report").click()
    report = dialog(page, "Report")
    expect(report).to_be_visible()
    assert faults_in(page, "dialog") == []

    report.get_by_role("button", name="Send report").click()
    expect(report.get_by_role("alert").filter(has_text="There is a problem")).to_be_focused()
    assert faults_in(page, "dialog") == []
    assert page.evaluate("document.documentElement.scrollWidth") == width

    report.get_by_label("It’s unkind").check()
    report.get_by_role("button", name="Send report").click()
    expect(message(page, "We have your report.")).to_be_visible()
    assert faults_in(page, "#notices") == []


def test_a_report_without_a_reason_is_explained_inside_the_dialog(
    page_of: Windows, thread: Thread, post: Post, joan: Member
) -> None:
    page = open_page(page_of(joan), thread.get_absolute_url())
    more_of(post_of(page, "Buy my tea")).get_by_role("link", name="Report").click()
    report = dialog(page, "Report")
    report.get_by_label("Is there anything we should know?").fill("It is not the first time.")

    report.get_by_role("button", name="Send report").click()

    expect(report.get_by_role("alert").filter(has_text="There is a problem")).to_be_focused()
    expect(report.get_by_label("Is there anything we should know?")).to_have_value("It is not the first time.")
    report.get_by_label("It sells or advertises something").check()
    report.get_by_role("button", name="Send report").click()
    expect(message(page, "We have your report.")).to_be_visible()
    assert Report.objects.get().note == "It is not the first time."
    assert is_the_same(page)


def test_escape_closes_the_dialog_and_typed_text_is_still_in_it(
    page_of: Windows, thread: Thread, post: Post, joan: Member
) -> None:
    page = open_page(page_of(joan), thread.get_absolute_url())
    article = post_of(page, "Buy my tea")
    link = more_of(article).get_by_role("link", name="Report")
    link.focus()
    page.keyboard.press("Enter")
    report = dialog(page, "Report")
    report.get_by_label("Is there anything we should know?").fill("Half a sent")

    page.keyboard.press("Escape")
    expect(report).to_be_hidden()
    expect(more_button(article)).to_be_focused()

    page.keyboard.press("Enter")
    more_of(article).get_by_role("link", name="Report").press("Enter")
    expect(report.get_by_label("Is there anything we should know?")).to_have_value("Half a sent")
    report.get_by_role("button", name="Close").click()
    expect(report).to_be_hidden()
    expect(more_button(article)).to_be_focused()
    assert not Report.objects.exists()


@pytest.mark.long
def test_the_way_back_in_the_dialog_closes_it(page_of: Windows, thread: Thread, post: Post, ines: Member) -> None:
    page = open_page(page_of(ines), thread.get_absolute_url())
    article = post_of(page, "Buy my tea")
    link = more_of(article).get_by_role("link", name="Remove")
    link.click()

    dialog(page, "Remove your post?").get_by_role("link", name="Cancel").click()

    expect(dialog(page, "Remove your post?")).to_be_hidden()
    expect(more_button(article)).to_be_focused()
    assert is_the_same(page)
    assert page.url.endswith(thread.get_absolute_url())
    post.refresh_from_db()
    assert post.is_published


@pytest.mark.long
def test_other_links_in_the_dialog_lead_where_they_say(
    page_of: Windows, thread: Thread, post: Post, joan: Member
) -> None:
    page = open_page(page_of(joan), thread.get_absolute_url())
    more_of(post_of(page, "Buy my tea")).get_by_role("link", name="Report").click()

    dialog(page, "Report").get_by_role("link", name="Get help now").click()

    expect(page).to_have_url(re.compile("/help/$"))


def test_a_member_removes_their_post_and_restores_it_without_leaving_the_page(
    page_of: Windows, thread: Thread, post: Post, ines: Member, joan: Member
) -> None:
    page = page_of(ines)
    watched = Watched(page)
    reply(thread, joan)
    open_page(page, thread.get_absolute_url())
    expect(page.locator("[data-reply-count]")).to_have_text("2 replies")
    more_of(post_of(page, "Buy my tea")).get_by_role("link", name="Remove").click()
    dialog(page, "Remove your post?").get_by_role("button", name="Remove it").click()

    expect(page.get_by_text("You removed this post.")).to_be_focused()
    expect(post_of(page, "Buy my tea")).to_have_count(0)
    expect(message(page, "You removed your post.")).to_be_visible()
    expect(page.locator("[data-reply-count]")).to_have_text("1 reply")
    expect(page.locator("[data-last-reply]"), "it may have been the last one").to_have_count(0)
    assert is_the_same(page)
    post.refresh_from_db()
    assert post.state == State.REMOVED

    page.locator("#notices").get_by_role("button", name="Put it back").click()

    expect(post_of(page, "Buy my tea")).to_be_visible()
    post.refresh_from_db()
    assert post.is_published
    assert watched.complaints == []


@pytest.mark.long
def test_removing_the_only_post_leads_away_from_a_discussion_that_is_gone(
    page_of: Windows, thread: Thread, maria: Member
) -> None:
    page = open_page(page_of(maria), thread.get_absolute_url())
    more_of(page.locator("article.post")).get_by_role("link", name="Remove").click()

    dialog(page, "Remove your post?").get_by_role("button", name="Remove it").click()

    expect(page.get_by_role("heading", name="Held or removed posts", level=1)).to_be_visible()
    expect(page.get_by_text("You removed your post. You can put it back here.")).to_be_visible()


@pytest.mark.long
def test_a_reply_that_arrived_while_reading_opens_the_dialog_too(
    page_of: Windows, thread: Thread, maria: Member, ines: Member
) -> None:
    page = open_page(page_of(maria), thread.get_absolute_url())
    expect(page.locator("body[data-live=on]")).to_be_attached()
    reply(thread, ines, "Just arrived")
    page.get_by_role("button", name="1 new reply. Show").click()

    more_of(post_of(page, "Just arrived")).get_by_role("link", name="Report").click()

    expect(dialog(page, "Report")).to_be_visible()
    assert is_the_same(page)


def test_following_changes_the_button_and_leaves_focus_on_it(page_of: Windows, thread: Thread, joan: Member) -> None:
    page = page_of(joan)
    watched = Watched(page)
    open_page(page, thread.get_absolute_url())
    page.locator("#follow").click()
    page.get_by_role("button", name="Follow", exact=True).focus()

    page.keyboard.press("Enter")

    stop = page.get_by_role("button", name="Stop following")
    expect(stop).to_be_focused()
    expect(message(page, "You’re following this discussion.")).to_be_visible()
    assert Follow.objects.get(thread=thread, member=joan).active
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Follow", exact=True)).to_be_focused()
    expect(message(page, "You’ve stopped following this discussion.")).to_be_visible()
    assert not Follow.objects.get(thread=thread, member=joan).active
    assert is_the_same(page)
    assert watched.complaints == []


@pytest.mark.long
def test_what_the_page_says_stays_until_it_is_closed(page_of: Windows, thread: Thread, joan: Member) -> None:
    page = open_page(page_of(joan), thread.get_absolute_url())
    page.locator("#follow").click()
    page.get_by_role("button", name="Follow", exact=True).click()
    close = page.locator("#notices").get_by_role("button", name="Close")
    expect(close).to_be_visible()

    close.focus()
    page.keyboard.press("Enter")
    expect(message(page, "You’re following this discussion.")).to_have_count(0)
    expect(page.get_by_role("button", name="Stop following")).to_be_focused()

    page.keyboard.press("Enter")
    expect(message(page, "You’ve stopped following this discussion.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(message(page, "You’ve stopped following this discussion.")).to_have_count(0)

    page.keyboard.press("Enter")
    expect(message(page, "You’re following this discussion.")).to_be_visible()
    page.locator("textarea[name=body]").focus()
    expect(message(page, "You’re following this discussion.")).to_have_count(0)


@pytest.mark.long
def test_whoever_was_signed_out_is_asked_to_sign_in_on_a_page_of_its_own(
    page_of: Windows, thread: Thread, joan: Member
) -> None:
    page = open_page(page_of(joan), thread.get_absolute_url())
    page.context.clear_cookies(name="session")

    page.locator("#follow").click()
    page.get_by_role("button", name="Follow", exact=True).click()

    expect(page.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    expect(page.locator("main")).to_have_count(1)


@pytest.mark.long
def test_when_a_fragment_request_fails_the_browser_loads_the_whole_page(
    page_of: Windows, thread: Thread, joan: Member
) -> None:
    page = open_page(page_of(joan), thread.get_absolute_url())
    page.route(
        "**/follow/",
        lambda route: route.fulfill(status=502) if "hx-request" in route.request.headers else route.continue_(),
    )

    page.locator("#follow").click()
    page.get_by_role("button", name="Follow", exact=True).click()

    expect(page.get_by_text("You’re following this discussion.")).to_be_visible()
    assert not is_the_same(page)
    assert Follow.objects.get(thread=thread, member=joan).active


def test_without_a_connection_the_dialog_says_so_and_loses_no_text(
    page_of: Windows, thread: Thread, post: Post, joan: Member
) -> None:
    page = open_page(page_of(joan), thread.get_absolute_url())
    more_of(post_of(page, "Buy my tea")).get_by_role("link", name="Report").click()
    report = dialog(page, "Report")
    report.get_by_label("It sells or advertises something").check()
    report.get_by_label("Is there anything we should know?").fill("It is not the first time.")
    page.route("**/report/**", lambda route: route.abort("internetdisconnected"))

    report.get_by_role("button", name="Send report").click()
    expect(report.get_by_role("alert")).to_contain_text("You may be offline")
    expect(report.get_by_label("Is there anything we should know?")).to_have_value("It is not the first time.")

    page.unroute("**/report/**")
    report.get_by_role("button", name="Send report").click()
    expect(message(page, "We have your report.")).to_be_visible()
    assert Report.objects.get().note == "It is not the first time."


@pytest.mark.long
def test_after_a_form_that_could_not_be_reached_the_dialog_never_shows_that_of_another_post(
    page_of: Windows, thread: Thread, post: Post, ines: Member, joan: Member
) -> None:
    meant = reply(thread, ines, "I made soup today")
    page = open_page(page_of(joan), thread.get_absolute_url())
    report = dialog(page, "Report")
    more_of(post_of(page, "Buy my tea")).get_by_role("link", name="Report").click()
    page.route("**/report/**", lambda route: route.abort("internetdisconnected"))
    report.get_by_label("It sells or advertises something").check()
    report.get_by_role("button", name="Send report").click()
    expect(report.get_by_role("alert")).to_contain_text("You may be offline")
    report.get_by_role("button", name="Close").click()
    article = post_of(page, "I made soup today")
    link = more_of(article).get_by_role("link", name="Report")
    link.click()
    expect(message(page, "You may be offline")).to_be_visible()

    page.unroute("**/report/**")
    more_of(post_of(page, "I made soup today")).get_by_role("link", name="Report").click()

    expect(report).to_contain_text("I made soup today")
    expect(report).not_to_contain_text("You may be offline")
    report.get_by_label("It’s unkind").check()
    report.get_by_role("button", name="Send report").click()
    expect(message(page, "We have your report.")).to_be_visible()
    assert Report.objects.get().case.source == f"post:{meant.pk}"


def bell(page: Page) -> Any:
    return page.locator("[data-bell-count]")


@pytest.mark.parametrize("show", ["", "?show=unread"])
def test_marking_as_read_changes_list_and_bell_together(
    page_of: Windows, thread: Thread, maria: Member, ines: Member, show: str
) -> None:
    for discussion in (thread, start(thread.group, maria, "Sleep after treatment").thread):
        reply(discussion, ines)
    notify_followers()
    page = page_of(maria)
    watched = Watched(page)
    open_page(page, f"/notifications/{show}")
    expect(bell(page)).to_have_text("2")
    read_button = page.get_by_role("button", name=re.compile("^Mark as read"))
    read_button.first.focus()

    page.keyboard.press("Enter")
    expect(read_button).to_have_count(1)
    expect(read_button).to_be_focused()
    expect(bell(page)).to_have_text("1")
    expect(page.get_by_role("link", name="Unread 1")).to_be_visible()
    expect(message(page, "Marked as read.")).to_be_visible()

    page.keyboard.press("Enter")
    expect(read_button).to_have_count(0)
    expect(bell(page)).to_be_hidden()
    expect(page.get_by_role("heading", name="Notifications", level=1)).to_be_focused()
    expect(page.get_by_text("You’ve read everything.")).to_have_count(1 if show else 0)
    assert unread(maria) == 0
    assert is_the_same(page)
    assert watched.complaints == []


@pytest.mark.long
def test_marking_all_as_read_shows_the_empty_list_without_a_reload(
    page_of: Windows, thread: Thread, maria: Member, ines: Member
) -> None:
    reply(thread, ines)
    notify_followers()
    page = open_page(page_of(maria), "/notifications/?show=unread")
    page.get_by_role("button", name="Mark all as read").focus()

    page.keyboard.press("Enter")

    expect(page.get_by_text("You’ve read everything.")).to_be_visible()
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)
    expect(bell(page)).to_be_hidden()
    expect(page.get_by_role("heading", name="Notifications", level=1)).to_be_focused()
    assert is_the_same(page)


@pytest.mark.long
def test_a_guest_loads_no_dialog_script_and_their_links_lead_to_pages(
    page_of: Windows, thread: Thread, post: Post
) -> None:
    page = page_of()
    watched = Watched(page)
    page.goto(thread.get_absolute_url())
    assert not [name for name in watched.files if "htmx" in name or "dialog" in name]
    assert page.locator("dialog, [hx-boost], [hx-target], meta[name=htmx-config]").count() == 0

    more_of(post_of(page, "Buy my tea")).get_by_role("link", name="Report").click()

    expect(page.get_by_role("heading", name="Report", level=1)).to_be_visible()
