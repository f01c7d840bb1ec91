"""Whole journeys through the community with JavaScript disabled."""

import re
from collections.abc import Callable
from email import message_from_string
from email.policy import default
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.education.models import Condition
from community.education.operations import load_content
from community.forum.models import Follow, Group, Post, State, Thread
from community.members.models import Member
from community.safety.models import Report
from tests.acts import PASSWORD, reply
from tests.browser.posts import more_of, post_of
from tests.education.reading import CONTENT
from tests.live_site import Site
from tests.moderation.deciding import reported


@pytest.fixture
def plain(page_of: Callable[..., Page]) -> Callable[..., Page]:
    """Open a window without script; signed in when a member is named."""

    def open_window(member: Member | None = None) -> Page:
        page = page_of(member, java_script_enabled=False)
        page.set_default_timeout(10_000)
        return page

    return open_window


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def follow_link(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.click()


def heading(page: Page, name: str | re.Pattern[str]) -> Any:
    return page.get_by_role("heading", name=name, level=1)


def test_a_guest_reads_from_the_front_page_to_the_last_reply(
    plain: Callable[..., Page], thread: Thread, ines: Member
) -> None:
    for number in range(2, 43):
        reply(thread, ines, f"This is post {number}.")
    page = plain()

    page.goto("/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Breast Cancer")).first.click()
    expect(heading(page, "Breast Cancer")).to_be_visible()
    follow_link(page, thread.title)
    expect(page.get_by_text("This is post 20.")).to_be_visible()
    page.get_by_role("navigation", name="Pages", exact=True).get_by_role("link", name="Next page").click()
    expect(page.get_by_text("This is post 21.")).to_be_visible()
    page.get_by_role("link", name="Last reply").click()
    expect(page.get_by_text("This is post 42.")).to_be_visible()
    page.goto(thread.posts.get(number=25).get_absolute_url())
    expect(page.get_by_text("This is post 25.")).to_be_in_viewport()
    assert page.context.cookies() == []


def test_a_guest_comes_from_an_article_to_a_discussion(plain: Callable[..., Page], thread: Thread) -> None:
    load_content(CONTENT)
    thread.group.condition = Condition.objects.get()
    thread.group.save(update_fields=["condition"])
    page = plain()

    page.goto("/")
    follow_link(page, re.compile("^Learn"))
    follow_link(page, re.compile("Symptoms"))
    expect(heading(page, re.compile("breast cancer", re.IGNORECASE))).to_be_visible()
    follow_link(page, thread.title)
    expect(heading(page, thread.title)).to_be_visible()


@pytest.mark.long
def test_a_guest_goes_to_the_number_they_want(plain: Callable[..., Page], thread: Thread, ines: Member) -> None:
    for number in range(2, 43):
        reply(thread, ines, f"This is post {number}.")
    page = plain()
    page.goto(thread.get_absolute_url())

    page.locator("summary").filter(has_text="Page 1 of 3").first.click()
    box = page.locator("input[name=number]").first
    box.fill("42")
    box.press("Enter")

    expect(page.get_by_text("This is post 42.")).to_be_visible()


def test_somebody_joins_by_the_link_in_a_mail_and_starts_a_discussion(
    plain: Callable[..., Page], live_site: Site, group: Group
) -> None:
    page = plain()
    page.goto(f"{group.get_absolute_url()}new/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Sign up|Join")).first.click()
    page.get_by_label(re.compile("name you use here|Username")).fill("Heron")
    page.get_by_label(re.compile("^Email")).fill("heron@example.org")
    page.get_by_label(re.compile("^Password")).fill(PASSWORD)
    press(page, "Join")
    expect(page.get_by_text(re.compile("mail", re.IGNORECASE)).first).to_be_visible()

    mail = next(mail for mail in reversed(live_site.mails()) if "heron@example.org" in mail)
    link = re.search(r"https?://\S+/confirm-email/\S+", message_from_string(mail, policy=default).get_content())
    assert link, mail
    page.goto(link[0])
    press(page, "Yes, confirm")
    expect(page.get_by_text("Heron").first).to_be_attached()

    page.goto(f"{group.get_absolute_url()}new/")
    page.get_by_label("Title").fill("Sleep after treatment")
    page.locator("textarea[name=body]").fill("Does it come back?\n\nI wake at four.")
    press(page, "Post discussion")

    expect(heading(page, "Sleep after treatment")).to_be_visible()
    expect(page.get_by_text("I wake at four.")).to_be_visible()
    assert Post.objects.get().html == "<p>Does it come back?</p><p>I wake at four.</p>"


@pytest.mark.long
def test_a_member_signs_in_and_finds_the_text_they_wrote(
    plain: Callable[..., Page], thread: Thread, ines: Member
) -> None:
    page = plain(ines)
    page.goto(thread.get_absolute_url())
    page.locator("textarea[name=body]").fill("Typed for half an hour")
    page.context.clear_cookies(name="session")
    press(page, "Post reply")

    page.get_by_label(re.compile("or email")).fill("Ines")
    page.get_by_label(re.compile("^Password")).fill(PASSWORD)
    press(page, "Sign in")
    expect(page.locator("textarea[name=body]")).to_have_value("Typed for half an hour")
    press(page, "Post reply")

    expect(page.locator("article").get_by_text("Typed for half an hour")).to_be_visible()
    assert Post.objects.filter(author=ines).count() == 1


def test_a_member_replies_edits_removes_and_puts_back(plain: Callable[..., Page], thread: Thread, ines: Member) -> None:
    page = plain(ines)
    page.goto(thread.get_absolute_url())
    page.locator("textarea[name=body]").fill("First words")
    press(page, "Post reply")
    expect(page.locator("article").get_by_text("First words")).to_be_visible()

    more_of(post_of(page, "First words")).get_by_role("link", name="Edit").click()
    page.locator("textarea[name=body]").fill("Better words")
    press(page, "Save changes")
    expect(page.locator("article").get_by_text("Better words")).to_be_visible()

    more_of(post_of(page, "Better words")).get_by_role("link", name="Remove").click()
    press(page, "Remove it")
    expect(page.get_by_text("You removed this post.")).to_be_visible()
    press(page, "Put it back")
    expect(page.locator("article").get_by_text("Better words")).to_be_visible()


@pytest.mark.long
def test_a_member_answers_one_post(plain: Callable[..., Page], thread: Thread, ines: Member) -> None:
    page = plain(ines)
    page.goto(thread.get_absolute_url())
    page.locator("article").first.get_by_role("link", name="Reply").click()
    expect(page.get_by_text("Replying to Maria, 1.")).to_be_visible()

    page.locator("textarea[name=body]").fill("To you alone")
    press(page, "Post reply")

    assert Post.objects.get(author=ines).answers == thread.posts.get(number=1)


def test_a_member_follows_is_notified_and_reads(
    plain: Callable[..., Page], thread: Thread, joan: Member, ines: Member
) -> None:
    page = plain(joan)
    page.goto(thread.get_absolute_url())
    page.locator("#follow").click()
    press(page, "Follow")
    page.locator("#follow").click()
    expect(page.get_by_role("button", name="Stop following")).to_be_visible()
    other = plain(ines)
    other.goto(thread.get_absolute_url())
    other.locator("textarea[name=body]").fill("News for followers")
    press(other, "Post reply")
    expect(other.locator("article").get_by_text("News for followers")).to_be_visible()

    wait_for_bell(page)
    page.get_by_role("link", name=re.compile("Alerts")).first.click()
    follow_link(page, re.compile("Ines replied in"))
    expect(page.get_by_text("News for followers")).to_be_in_viewport()
    page.goto("/notifications/?show=unread")
    expect(page.get_by_text("You’ve read everything.")).to_be_visible()
    page.goto(thread.get_absolute_url())
    page.locator("#follow").click()
    press(page, "Stop following")
    assert not Follow.objects.get(thread=thread, member=joan).active


def wait_for_bell(page: Page) -> None:
    """Reload until the bell shows it: followers are notified after the response to a reply."""
    for _ in range(50):
        page.goto("/guidelines/")
        if page.locator("[data-bell-count]:not([hidden])").count():
            return
    raise AssertionError("the bell stays silent")


@pytest.mark.parametrize("signed_in", [True, False])
def test_anybody_reports_a_post(
    plain: Callable[..., Page], thread: Thread, ines: Member, joan: Member, signed_in: bool
) -> None:
    post = reply(thread, ines, "Buy my tea")
    page = plain(joan if signed_in else None)
    page.goto(thread.get_absolute_url())
    more_of(post_of(page, "Buy my tea")).get_by_role("link", name="Report").click()
    page.get_by_label("It sells or advertises something").check()
    page.get_by_label("Is there anything we should know?").fill("It is not the first time.")
    press(page, "Send report")

    expect(page.get_by_text(re.compile("Thank you")).first).to_be_visible()
    report = Report.objects.get()
    assert (report.case.source, report.reason, report.member) == (post.key, "selling", joan if signed_in else None)


def test_a_moderator_takes_a_post_down_and_puts_it_back(
    plain: Callable[..., Page], thread: Thread, ines: Member, joan: Member, ruth: Member
) -> None:
    post = reply(thread, ines, "Buy my tea")
    reported(post, joan, "selling")
    page = plain(ruth)
    page.goto("/moderation/")
    follow_link(page, re.compile("sells or advertises"))
    page.get_by_role("form", name="Your decision").get_by_label("Guideline").select_option(
        label="No selling or fundraising."
    )
    press(page, "Remove the post")
    expect(page.get_by_text("recorded in the log")).to_be_visible()
    post.refresh_from_db()
    assert post.state == State.REMOVED

    page.get_by_role("main").get_by_role("link", name=re.compile("^Undo")).first.click()
    page.get_by_label("Reason").fill("She meant her own garden.")
    press(page, "Put the post back")
    expect(page.get_by_text("recorded in the log")).to_be_visible()
    post.refresh_from_db()
    assert post.is_published


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_page_to_print_has_a_button_or_says_how(page_of: Callable[..., Page], thread: Thread, script: bool) -> None:
    page = page_of(java_script_enabled=script)
    page.goto(f"{thread.get_absolute_url()}?print=1")

    expect(page.get_by_role("button", name="Print", exact=True)).to_have_count(int(script))
    how = page.get_by_text("To print it, choose “Print” in your browser’s menu.")
    expect(how).to_be_hidden() if script else expect(how).to_be_visible()
