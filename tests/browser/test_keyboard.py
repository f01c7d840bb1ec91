"""The main journeys with the keyboard alone, on a phone and on a desktop.

At every Tab stop on the way the focus is visible, and nothing covers it (tests/browser/keyboard.py).
"""

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_string
from email.policy import default

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from community.core.text import richtext
from community.education.models import Condition
from community.education.operations import load_content
from community.forum import operations as forum
from community.forum.models import Group, Post, State, Thread
from community.members.models import Member
from community.safety.models import Case, Report
from tests.acts import PASSWORD, reply
from tests.browser.keyboard import check_focus, fill_in, focused, go, tab_to
from tests.education.reading import CONTENT
from tests.live_site import Site
from tests.moderation.deciding import reported

SIZES = {"phone": {"width": 360, "height": 740}, "review": {"width": 1280, "height": 800}}


@pytest.fixture(params=SIZES)
def window(request: pytest.FixtureRequest, page_of: Callable[..., Page]) -> Callable[..., Page]:
    """Open a window of this size, signed in when a member is named."""

    def open_window(member: Member | None = None) -> Page:
        return page_of(member, viewport=SIZES[request.param], service_workers="block")

    return open_window


@pytest.mark.long
def test_a_guest_reads(window: Callable[..., Page], group: Group, maria: Member, ines: Member) -> None:
    load_content(CONTENT)
    group.condition = Condition.objects.get()
    group.save(update_fields=["condition"])
    started_at = timezone.now() - timedelta(days=9)
    posts = [
        forum.ImportedPost((maria, ines)[number % 2], richtext.from_plain(f"This is post {number + 1}."), started_at)
        for number in range(25)
    ]
    forum.import_thread(group, key="long", title="It came back after eleven years", posts=posts)
    page = window()

    page.goto("/")
    page.keyboard.press("Tab")
    assert re.search("Skip to", check_focus(page)), "the first stop leads past the head of the page"
    go(page, "link", "^Learn", leads_to=re.compile("/learn/$"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "main"
    go(page, "link", "Symptoms", leads_to=re.compile("/symptoms-causes/"))
    go(page, "link", "It came back after eleven years", leads_to=re.compile("/discussions/"))
    go(page, "link", "Next page", leads_to=re.compile("page=2"))

    expect(page.get_by_text("This is post 25.")).to_be_attached()
    tab_to(page, "link", "Get help", back=True)


def test_somebody_joins(window: Callable[..., Page], live_site: Site, group: Group) -> None:
    page = window()
    page.goto("/")
    go(page, "link", "^Join", leads_to=re.compile("/accounts/signup/"))
    fill_in(page, "name you use here|Username", "Heron")
    fill_in(page, "Email", "heron@example.org")
    fill_in(page, "Password", PASSWORD)
    tab_to(page, "button", "Join")
    page.keyboard.press("Enter")
    page.wait_for_url("**/confirm-email/")
    mail = next(mail for mail in reversed(live_site.mails()) if "heron@example.org" in mail)
    link = re.search(r"https?://\S+/confirm-email/\S+", message_from_string(mail, policy=default).get_content())
    assert link, mail
    page.goto(link[0])
    tab_to(page, "button", "Yes, confirm")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Heron").first).to_be_attached()
    assert Member.objects.get().emailaddress_set.get().verified


def test_a_member_replies(window: Callable[..., Page], thread: Thread, ines: Member) -> None:
    page = window(ines)
    page.goto(thread.get_absolute_url())
    tab_to(page, "textbox", "Your reply")
    expect(page.locator("[contenteditable]")).to_be_focused()  # the rich editor replaces the box and has the focus
    page.keyboard.type("It gets easier.")
    tab_to(page, "button", "Post reply")
    tab_to(page, "textbox", "Your reply", back=True)
    page.keyboard.type(" Slowly.")
    tab_to(page, "button", "Post reply")
    page.keyboard.press("Enter")

    expect(page.locator("article").get_by_text("It gets easier. Slowly.")).to_be_visible()
    assert Post.objects.get(author=ines).plain == "It gets easier. Slowly."


@pytest.mark.long
def test_a_member_reports(window: Callable[..., Page], thread: Thread, ines: Member, joan: Member) -> None:
    post = reply(thread, ines, "Buy my tea")
    page = window(joan)
    page.goto(thread.get_absolute_url())
    tab_to(page, "button", "More")
    tab_to(page, "button", "More")  # of the second post
    page.keyboard.press("Enter")
    tab_to(page, "link", "Report")
    page.keyboard.press("Enter")
    expect(page.get_by_label("It sells or advertises something")).to_be_visible()
    tab_to(page, "radio", ".")
    for _ in range(10):
        if "It sells or advertises" in focused(page):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    fill_in(page, "Is there anything we should know", "It is not the first time.")
    tab_to(page, "button", "Send")
    page.keyboard.press("Enter")

    expect(page.get_by_text(re.compile("Thank you")).first).to_be_visible()
    report = Report.objects.get()
    assert (report.case.source, report.reason, report.note) == (post.key, "selling", "It is not the first time.")


def test_a_moderator_takes_a_post_down_and_puts_it_back(
    window: Callable[..., Page], thread: Thread, ines: Member, joan: Member, ruth: Member
) -> None:
    post = reply(thread, ines, "Buy my tea")
    reported(post, joan, "selling")
    page = window(ruth)
    page.goto("/moderation/")
    go(page, "link", "Ines in|sells or advertises", leads_to=re.compile("/cases/"))
    tab_to(page, "combobox", "Guideline")
    page.keyboard.type("No selling")
    fill_in(page, "Reason", "This place sells nothing.")
    tab_to(page, "button", "Remove the post")
    page.keyboard.press("Enter")
    expect(page.get_by_text("recorded in the log")).to_be_visible()
    post.refresh_from_db()
    assert (post.state, Case.objects.get().state) == (State.REMOVED, "resolved")

    go(page, "link", "^Undo", leads_to=re.compile("/undo/"))
    fill_in(page, "Reason", "She meant her own garden.")
    tab_to(page, "button", "Put the post back")
    page.keyboard.press("Enter")
    expect(page.get_by_text("recorded in the log")).to_be_visible()
    post.refresh_from_db()
    assert post.is_published
