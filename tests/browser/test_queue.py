"""Moderators at work: keys alone, and two of them at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from community.forum.models import Thread
from community.members.models import Member
from community.moderation.models import AuditEntry
from community.safety import operations as safety
from community.safety.models import Case, WatchedPhrase
from tests.acts import make_member, reply
from tests.moderation.deciding import case_about, reported

Windows = Callable[..., Page]
QUEUE = "/moderation/"


def report_some(thread: Thread, author: Member, count: int) -> list[Case]:
    """Report replies by this member, the oldest first."""
    posts = [reply(thread, author, f"Reply {number}") for number in range(count)]
    for post in posts:
        reported(post)
    return [case_about(post) for post in posts]


def test_the_queue_is_worked_through_with_keys_alone(
    page_of: Windows, thread: Thread, ines: Member, ruth: Member
) -> None:
    first, second = report_some(thread, ines, 2)
    page = page_of(ruth)
    page.goto(QUEUE)

    page.keyboard.press("j")
    expect(page.locator(".case").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".case").nth(1)).to_be_focused()
    page.keyboard.press("n")
    page.wait_for_url(f"**/cases/{first.pk}/")
    page.keyboard.press("1")
    expect(page.get_by_role("button", name="Leave it up")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{second.pk}/")
    expect(page.get_by_role("heading", level=2, name="Ines in")).to_be_focused()
    page.keyboard.press("u")
    page.wait_for_url("**/undo/")

    page.goto(QUEUE)
    page.keyboard.press("?")
    page.get_by_label("Use these keys on this device").uncheck()
    page.reload()
    page.keyboard.press("n")
    page.keyboard.press("j")
    expect(page.locator(".case").first).not_to_be_focused()
    assert page.url.endswith(QUEUE)


def test_what_one_moderator_does_the_other_sees_at_once(
    page_of: Windows, thread: Thread, ines: Member, ruth: Member, ada: Member
) -> None:
    first, second, _ = report_some(thread, ines, 3)
    queue, case = page_of(ada), page_of(ruth)
    queue.goto(QUEUE)
    case.goto(f"{QUEUE}cases/{second.pk}/")
    expect(queue.locator("[data-open-cases]")).to_have_text("3")

    other = page_of(make_member("Tom", role="moderator"))
    other.goto(QUEUE)
    other.get_by_role("button", name="Start with the first").click()
    expect(queue.locator(".case").first).to_contain_text("Tom is looking at it")
    other.get_by_role("button", name="Leave it up").click()

    expect(queue.locator(".case")).to_have_count(2)
    expect(queue.locator("[data-open-cases]")).to_have_text("2")
    expect(case.get_by_role("status").filter(has_text="Tom is looking at this case now.")).to_be_visible()
    queue.locator(".case").first.hover()
    other.get_by_role("button", name="Leave it up").click()
    expect(queue.get_by_role("link", name="The queue has changed. Show it")).to_be_visible()
    expect(queue.locator(".case")).to_have_count(2)
    assert not Case.objects.get(pk=first.pk).is_open


@pytest.mark.long
def test_two_moderators_work_through_two_hundred_cases_and_handle_none_twice(
    page_of: Windows, thread: Thread, ines: Member, ruth: Member, ada: Member
) -> None:
    WatchedPhrase.objects.create(phrase="miracle cure", reason="medical")
    report_some(thread, ines, 100)
    for number in range(80):
        reply(thread, ines, f"A miracle cure, number {number}.")
    for number in range(20):
        safety.write_letter(text=f"Question {number}: where is my post?")
    pages = [page_of(ruth), page_of(ada)]
    for page in pages:
        page.goto(QUEUE)
        page.get_by_role("button", name="Start with the first").click()

    for turn in range(400):
        page = pages[turn % 2]
        if not re.search(r"/cases/\d+/$", page.url):
            continue
        if page.get_by_role("heading", name="A message from a guest").is_visible():
            page.get_by_label("What was done").fill("Answered.")
            page.get_by_role("button", name="Mark as dealt with").click()
        else:
            page.get_by_role("button", name=re.compile("^(Leave it up|Publish it)$")).click()
        page.wait_for_load_state()
        if turn % 20 == 10:
            count = Case.objects.open().count()
            left = "99+" if count > 99 else str(count)
            for each in pages:
                expect(each.locator("[data-open-cases]")).to_have_text(left, timeout=1_000)

    assert not Case.objects.open().exists()
    assert AuditEntry.objects.count() == AuditEntry.objects.values("case").distinct().count() == 200
    assert AuditEntry.objects.values("actor").distinct().count() == 2
