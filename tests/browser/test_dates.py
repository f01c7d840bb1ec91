"""Dates once script has run: relative and in the viewer's time zone, with the whole date available."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from community.education.models import Condition, Topic
from community.education.operations import load_content
from community.forum.models import Group, Post, Thread
from community.members.models import Member
from tests.acts import reply, start
from tests.education.reading import CONTENT, FIRST_TAB

# A Wednesday evening in Chicago, the community's time zone.
NOW = datetime(2025, 7, 16, 23, 30, tzinfo=UTC)


def written(thread: Thread, ago: timedelta) -> None:
    """Set the discussion's beginning and last activity to this long before NOW."""
    Thread.objects.filter(pk=thread.pk).update(created_at=NOW - ago, last_activity_at=NOW - ago)


def date_in_list(page: Page, path: str = "/") -> Locator:
    page.clock.set_fixed_time(NOW)
    page.goto(path)
    return page.locator(".threads time[data-when]").first


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=-2), "just now"),
        (timedelta(minutes=20), "20 minutes ago"),
        (timedelta(hours=19), "19 hours ago"),
        (timedelta(hours=25), "yesterday"),
        (timedelta(hours=43), "2 days ago"),
        (timedelta(days=6, hours=23), "7 days ago"),
        (timedelta(days=8), "Jul 8, 2025"),
    ],
)
def test_a_date_of_the_last_week_is_relative_to_today(
    page_of: Callable[..., Page], thread: Thread, ago: timedelta, shown: str
) -> None:
    written(thread, ago)

    date = date_in_list(page_of(timezone_id="America/Chicago"))

    expect(date).to_have_text(shown)
    in_chicago = (NOW - ago - timedelta(hours=5)).strftime("%a, %b %-d, %Y, %-I:%M")
    expect(date).to_have_attribute("title", re.compile(rf"^{in_chicago}\s[AP]M$"))


@pytest.mark.long
def test_a_viewer_in_another_time_zone_has_their_own_calendar(page_of: Callable[..., Page], thread: Thread) -> None:
    written(thread, timedelta(hours=25))

    date = date_in_list(page_of(timezone_id="Asia/Tokyo", locale="es-ES"))

    expect(date).to_have_text("ayer")
    expect(date).to_have_attribute("title", "mié, 16 jul 2025, 07:30")


def test_an_old_day_is_the_viewers_too_as_its_whole_date_says(page_of: Callable[..., Page], thread: Thread) -> None:
    written(thread, timedelta(days=30))

    date = date_in_list(page_of(timezone_id="Asia/Tokyo", locale="en-GB"))

    expect(date).to_have_text("17 Jun 2025")
    expect(date).to_have_attribute("title", re.compile(r"^Tue, 17 Jun 2025(,| at) 08:30$"))


def test_a_british_browser_has_the_day_first_and_24_hours(page_of: Callable[..., Page], thread: Thread) -> None:
    written(thread, timedelta(hours=25))

    date = date_in_list(page_of(timezone_id="Europe/London", locale="en-GB"))

    expect(date).to_have_text("2 days ago")
    expect(date).to_have_attribute("title", re.compile(r"^Tue, 15 Jul 2025(,| at) 23:30$"))


def test_without_script_a_time_names_its_time_zone(page_of: Callable[..., Page], thread: Thread, ruth: Member) -> None:
    Post.objects.update(created_at=NOW)
    post = thread.posts.get()
    page = page_of(ruth, java_script_enabled=False, locale="en-GB")
    page.goto(f"/moderation/posts/{post.pk}/")

    whole = page.locator("time").filter(has_text="2025").first
    expect(whole).to_have_text("Wed, 16 Jul 2025, 18:30 CDT", use_inner_text=True)


def test_without_script_every_date_is_whole(page_of: Callable[..., Page], thread: Thread) -> None:
    written(thread, timedelta(minutes=20))

    date = date_in_list(page_of(java_script_enabled=False))

    expect(date).to_have_text("Jul 16, 2025")


def test_a_keyboard_user_sees_the_whole_date_until_they_press_escape(
    page_of: Callable[..., Page], thread: Thread
) -> None:
    written(thread, timedelta(minutes=20))
    page = page_of(timezone_id="America/Chicago")
    date = date_in_list(page)
    expect(date).to_have_text("20 minutes ago")
    after = "(date) => getComputedStyle(date, '::after').content"
    assert date.evaluate(after) == "none"

    page.locator(".groups a").last.focus()
    page.keyboard.press("Tab")

    expect(page.locator(".thread a").first).to_be_focused()
    assert "Wed, Jul 16, 2025" in date.evaluate(after)

    page.keyboard.press("Escape")

    assert date.evaluate(after) == "none"
    expect(date).to_have_text("20 minutes ago")


@pytest.mark.long
def test_the_education_box_reads_as_it_always_did(
    page_of: Callable[..., Page], thread: Thread, maria: Member, ines: Member
) -> None:
    load_content(CONTENT)
    Group.objects.filter(pk=thread.group_id).update(condition=Condition.objects.get())
    reply(thread, ines)
    written(thread, timedelta(minutes=20))
    others = [
        start(thread.group, maria, f"Other {number}", topics=[Topic.objects.get(slug="symptoms")]).thread
        for number in range(3)
    ]
    for other in others:
        written(other, timedelta(minutes=40))
    page = page_of(timezone_id="Asia/Tokyo")

    date = date_in_list(page, FIRST_TAB)
    expect(page.locator("#community time").first).to_have_text("Wed, Jul 16, 2025")
    expect(page.locator("#community .replies").first).to_have_text("1 Reply")
    assert not page.locator("#community time").first.get_attribute("title")
    assert date.is_visible()
    page.locator("#talk-symptoms summary").click()
    expect(page.locator("#talk-symptoms time").first).to_have_text("40 minutes ago")


@pytest.mark.long
def test_relative_dates_cause_no_layout_shift(
    page_of: Callable[..., Page], thread: Thread, ines: Member, joan: Member
) -> None:
    for member in (ines, joan):
        reply(thread, member)
    Post.objects.update(published_at=NOW - timedelta(days=3))
    written(thread, timedelta(days=3))
    heights = "all => all.map((each) => each.offsetHeight)"
    for width, path, rows in (
        (320, thread.get_absolute_url(), "article.post"),
        (1280, thread.get_absolute_url(), "article.post"),
        (320, "/", ".thread"),
        (1280, "/", ".thread"),
    ):
        window = {"viewport": {"width": width, "height": 800}}
        as_written, as_shown = page_of(**window), page_of(**window)
        as_written.route("**/js/*", lambda script: script.abort())  # as it is before the script has come
        as_written.goto(path)
        as_shown.clock.set_fixed_time(NOW)
        as_shown.goto(path)
        expect(as_written.locator(f"{rows} time").first).to_contain_text("Jul 13, 2025")
        expect(as_shown.locator(f"{rows} time").first).to_have_text("3 days ago")

        before, after = (page.locator(rows).evaluate_all(heights) for page in (as_written, as_shown))
        assert before == after


@pytest.mark.long
def test_a_day_that_somebody_chose_is_the_same_day_in_every_time_zone(
    page_of: Callable[..., Page], thread: Thread, ruth: Member
) -> None:
    Thread.objects.filter(pk=thread.pk).update(pinned_until=datetime(2026, 12, 2, 5, 59, 59, tzinfo=UTC))
    for zone in ("Asia/Tokyo", "Pacific/Honolulu"):
        page = page_of(ruth, timezone_id=zone)
        page.goto(f"/moderation/discussions/{thread.pk}/")

        expect(page.locator(".badge time")).to_have_text("Tue, Dec 1, 2026")


@pytest.mark.long
def test_a_form_that_asks_for_a_day_says_in_which_time_zone(
    page_of: Callable[..., Page], thread: Thread, ines: Member
) -> None:
    page = page_of(ines, timezone_id="Asia/Tokyo")
    page.goto("/settings/muted-topics/")

    expect(page.locator("input[name=time_zone]")).to_have_value("Asia/Tokyo")
