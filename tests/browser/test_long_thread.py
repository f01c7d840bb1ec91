"""Navigating a long discussion with the keyboard alone, on a phone; also without script."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Group, Reaction, Thread, Visit
from community.forum.selectors.thread_page import ReadingState
from community.members.models import Member
from tests.acts import reply, start
from tests.browser.keyboard import check_focus, fill_in, go, tab_to

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def lasting(group: Group, maria: Member, ines: Member, tess: Member) -> Callable[[int], Thread]:
    """Create a discussion of this many posts, one a day from 1 March 2025, by three members in turn."""

    def make(posts: int) -> Thread:
        started_at, people = datetime(2025, 3, 1, 18, tzinfo=UTC), [maria, ines, tess]
        days = [
            forum.ImportedPost(
                people[day % 3], richtext.from_plain(f"This is day {day + 1}."), started_at + timedelta(days=day)
            )
            for day in range(posts)
        ]
        thread = forum.import_thread(group, key="long", title="It came back after eleven years", posts=days)
        assert thread
        return thread

    return make


@pytest.fixture
def long(lasting: Callable[[int], Thread]) -> Thread:
    """A discussion of sixty posts."""
    return lasting(60)


@pytest.mark.long
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_member_navigates_by_keyboard_on_a_phone(
    long: Thread, joan: Member, ines: Member, page_of: Callable[..., Page], script: bool
) -> None:
    path = long.get_absolute_url()
    mine = reply(long, joan, "I walk every day.")
    forum.visit(joan, long, first=1, number=22)
    forum.visit(joan, long, ReadingState(22, 22), first=61, number=61)
    reply(long, ines, "How far do you walk?", answers=mine)
    page = page_of(joan, viewport=PHONE, service_workers="block", java_script_enabled=script)

    def press(role: str, name: str, *, leads_to: str) -> None:
        if script:
            go(page, role, name, leads_to=re.compile(leads_to))
        else:  # keyboard navigation is checked with script
            page.get_by_role(role, name=re.compile(name)).first.press("Enter")  # type: ignore[arg-type]
            page.wait_for_url(re.compile(leads_to))

    def unfold(name: str) -> None:
        page.locator("summary", has_text=name).press("Enter")

    page.goto(path)
    press("link", "^Catch up", leads_to="catch-up/")
    expect(page.get_by_role("heading", name="Replies to you")).to_be_visible()
    expect(page.get_by_text("How far do you walk?")).to_be_visible()

    page.goto(path)
    press("link", r"^Continue reading \(23\)", leads_to="number=23")
    expect(page.get_by_text("This is day 23.")).to_be_in_viewport()

    unfold("Page 2 of 4")
    day = page.get_by_label("Go to day").first
    day.fill("2025-04-10")
    day.press("Enter")
    page.wait_for_url(re.compile("number=41#sought"))
    expect(page.get_by_text("This is day 41.")).to_be_in_viewport()

    unfold("Filter replies")
    press("link", "^By mentors", leads_to="show=mentors")
    expect(page.get_by_text("This is day 3.")).to_be_visible()
    if script:
        fill_in(page, "^Words in this discussion", "day 33", role="searchbox")
        page.keyboard.press("Enter")
    else:
        page.get_by_label("Words in this discussion").fill("day 33")
        page.get_by_label("Words in this discussion").press("Enter")
    page.wait_for_url(re.compile("q=day"))
    press("link", r"^Read it in the discussion \(33\)", leads_to="page=2#post-")
    expect(page.get_by_text("This is day 33.")).to_be_in_viewport()
    if script:
        tab_to(page, "button", "^Hug")  # of that post: its name and number are no Tab stops
        check_focus(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"] if script else True
    visit = Visit.objects.get(member=joan, thread=long)
    assert (visit.read_through, visit.number) == (60, 61), (
        "page by page they came to 60, and did not see the last page again"
    )


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_member_catches_up_after_weeks_in_a_discussion_of_1972_replies(
    lasting: Callable[[int], Thread], joan: Member, ines: Member, page_of: Callable[..., Page], script: bool
) -> None:
    thread = lasting(1972)
    path = thread.get_absolute_url()
    forum.visit(joan, thread, number=1902)
    reply(thread, ines, "What would you say, @Joan?")
    page = page_of(joan, viewport=PHONE, service_workers="block", java_script_enabled=script)

    page.goto(path)
    expect(page.get_by_text("1,972 replies").first).to_be_visible()
    page.get_by_role("link", name="Catch up").click()

    expect(page.get_by_text("71 new posts in")).to_be_visible()
    headings = page.locator("main h2").all_inner_texts()
    assert headings == [
        "Where you were mentioned or quoted",
        "From mentors",
        "From the person who started this",
        "From others",
    ]
    expect(page.get_by_text("What would you say, @Joan?")).to_be_in_viewport()
    news = page.url
    page.get_by_role("link", name=re.compile(r"^Read it in the discussion \(1,9\d\d\)$")).nth(1).click()
    page.wait_for_url(re.compile(r"#post-\d+$"))
    expect(page.locator(":target")).to_be_in_viewport()

    page.goto(news)
    expect(page.get_by_text("71 new posts in")).to_be_visible()
    later = reply(thread, ines, "Written while Joan was looking.")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("Everything in this discussion is marked as read.")).to_be_visible()
    expect(page.get_by_text("Written while Joan was looking.")).to_be_visible()
    visit = Visit.objects.get(member=joan, thread=thread)
    assert (visit.read_through, visit.number) == (later.number, later.number), "the last page has it too"


@pytest.mark.long
def test_a_word_without_end_stays_on_the_phone(
    group: Group, maria: Member, joan: Member, page_of: Callable[..., Page]
) -> None:
    endless = "A" + "a" * 148 + "h"
    thread = start(group, maria, endless, endless * 3).thread
    forum.visit(joan, thread, number=1)
    post = reply(thread, maria, endless)
    forum.give_support(post, joan, Reaction.HUG)
    forum.write_note(forum.add_bookmark(post, joan), endless, question=True)
    page = page_of(joan, viewport=PHONE)
    path = thread.get_absolute_url()
    part = [f"{path}?show=supported", f"{path}?q={endless[:100]}", f"/discussions/{thread.pk}/catch-up/?since=1"]

    for address in (
        path,
        *part,
        f"/posts/{post.pk}/support/",
        "/saved/",
        f"/posts/{post.pk}/save/",
        "/saved/questions/",
    ):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
