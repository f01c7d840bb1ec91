"""A day that somebody chose stays that day for everybody, and a time of day says in which time zone it is."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.test import Client, override_settings
from django.utils import timezone, translation
from django.utils.formats import localize
from django.utils.html import strip_tags

from community.core.text.dates import format_moment
from community.forum.models import Thread
from community.forum.views.muted_labels import end_of
from community.members.models import Member
from tests.acts import reply
from tests.moderation.deciding import decide_thread

SIGN_IN = Callable[[Member], Client]
# A local time, the time zone, what is chosen, and the local time at which it ends.
ENDS = [
    ("2026-11-28 01:30", "America/Chicago", "morning", "2026-11-28 06:00"),
    ("2026-11-28 00:01", "America/Chicago", "morning", "2026-11-28 06:00"),
    ("2026-11-28 04:59", "America/Chicago", "morning", "2026-11-28 06:00"),
    ("2026-11-28 05:30", "America/Chicago", "morning", "2026-11-29 06:00"),
    ("2026-11-28 06:00", "America/Chicago", "morning", "2026-11-29 06:00"),
    ("2026-11-28 12:00", "America/Chicago", "morning", "2026-11-29 06:00"),
    ("2026-11-28 23:59", "America/Chicago", "morning", "2026-11-29 06:00"),
    ("2026-12-31 23:59", "America/Chicago", "morning", "2027-01-01 06:00"),
    ("2028-02-28 23:59", "Europe/Madrid", "morning", "2028-02-29 06:00"),
    ("2026-11-28 01:30", "Europe/Madrid", "morning", "2026-11-28 06:00"),
    ("2026-11-28 01:30", "Asia/Tokyo", "morning", "2026-11-28 06:00"),
    ("2026-11-28 21:00", "Pacific/Kiritimati", "morning", "2026-11-29 06:00"),
    ("2026-03-08 00:30", "America/Chicago", "morning", "2026-03-08 06:00"),  # the clock is put forward
    ("2026-11-01 01:30", "America/Chicago", "morning", "2026-11-01 06:00"),  # and back
    ("2026-03-28 22:00", "Europe/Madrid", "morning", "2026-03-29 06:00"),
    ("2026-11-28 01:30", "America/Chicago", "week", "2026-12-05 06:00"),
    ("2026-10-20 12:00", "Europe/Madrid", "week", "2026-10-27 06:00"),
]


def local(text: str, zone: str) -> datetime:
    """Parse a time of a time zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(("now", "zone", "span", "ends"), ENDS)
def test_a_morning_is_the_next_one_in_the_members_time_zone(now: str, zone: str, span: str, ends: str) -> None:
    with time_machine.travel(local(now, zone), tick=False):
        assert end_of(span, ZoneInfo(zone)) == local(ends, zone)


@pytest.mark.parametrize(
    ("now", "zone", "hours", "line"),
    [
        ("2026-11-28 01:30", "Europe/Madrid", 4.5, "until this morning"),
        ("2026-11-28 21:00", "Europe/Madrid", 9, "until tomorrow"),
        ("2026-11-28 23:59", "Asia/Tokyo", 6 + 1 / 60, "until tomorrow"),
        ("2026-11-28 01:30", "", 4.5, "until this morning"),
        ("2026-11-28 01:30", "Mars/Olympus", 4.5, "until this morning"),
        ("2026-11-28 01:30", "../../etc/passwd", 4.5, "until this morning"),
        ("2026-11-28 01:30", "Europe", 4.5, "until this morning"),
        ("2026-11-28 01:30", "a\0b", 4.5, "until this morning"),
        ("2026-11-28 01:30", "x" * 9000, 4.5, "until this morning"),
    ],
)
def test_muted_labels_end_in_the_morning_of_whoever_mutes_them(
    now: str, zone: str, hours: float, line: str, joan: Member, as_member: SIGN_IN
) -> None:
    moment = local(now, zone if zone in ("Europe/Madrid", "Asia/Tokyo") else "America/Chicago")
    with time_machine.travel(moment, tick=False):
        client = as_member(joan)
        client.post("/settings/muted-topics/", {"labels": ["1"], "span": "morning", "time_zone": zone})

        joan.refresh_from_db()
        assert joan.muted_until
        assert (joan.muted_until - moment).total_seconds() / 3600 == pytest.approx(hours)
        assert line in client.get("/").text


def test_the_last_day_of_a_week_is_that_of_whoever_chose_it(joan: Member, as_member: SIGN_IN) -> None:
    with time_machine.travel(local("2026-11-28 12:00", "Asia/Tokyo"), tick=False):
        client = as_member(joan)
        client.post("/settings/muted-topics/", {"labels": ["1"], "span": "week", "time_zone": "Asia/Tokyo"})

        assert 'until <time datetime="2026-12-05">Sat, Dec 5, 2026</time>' in client.get("/").text


@pytest.mark.parametrize("day", ["2026-12-01", "2026-12-31", "2027-03-14", "2026-11-28"])
@pytest.mark.parametrize("zone", ["America/Chicago", "Asia/Tokyo", "Pacific/Honolulu", "Asia/Kathmandu", "UTC"])
def test_a_pin_shows_the_day_that_the_moderator_chose_in_no_viewers_time_zone(
    zone: str, day: str, ruth: Member, as_member: SIGN_IN, thread: Thread
) -> None:
    url = f"/moderation/discussions/{thread.pk}/"
    with override_settings(TIME_ZONE=zone), time_machine.travel(local("2026-11-28 09:00", zone), tick=False):
        client = as_member(ruth)
        assert decide_thread(client, url, "pin_thread", until=day).status_code == 302

        found = re.search(r'<time datetime="([\d-]+)">', client.get(url).text)
        thread.refresh_from_db()
        assert found, "without a time of day, so that no script makes it another day"
        assert found[1] == day
        assert thread.pinned_until
        assert timezone.localdate(thread.pinned_until).isoformat() == day
        with time_machine.travel(local(f"{day} 23:59", zone), tick=False):
            assert thread.pinned_until > timezone.now()
        with time_machine.travel(thread.pinned_until.astimezone(UTC), tick=False):
            assert timezone.localtime().strftime("%H:%M") == "23:59"


@pytest.mark.parametrize(
    ("zone", "number"), [("America/Chicago", 3), ("Asia/Tokyo", 2), ("Pacific/Honolulu", 4), ("nowhere", 3)]
)
def test_a_day_that_is_looked_for_is_the_viewers(zone: str, number: int, guest: Client, thread: Thread) -> None:
    joan = thread.author
    assert joan
    for moment in ("2027-03-01 20:00", "2027-03-02 00:10", "2027-03-02 06:00"):  # in Chicago
        with time_machine.travel(local(moment, "America/Chicago"), tick=False):
            reply(thread, joan)

    found = guest.get(f"{thread.get_absolute_url()}?date=2027-03-02&time_zone={zone}")

    assert f"number={number}#" in found["Location"]


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/Chicago", "Wed, Jul 16, 2025, 6:30 PM CDT"),
        ("UTC", "Wed, Jul 16, 2025, 11:30 PM UTC"),
        ("Europe/Madrid", "Thu, Jul 17, 2025, 1:30 AM CEST"),
        ("Asia/Kathmandu", "Thu, Jul 17, 2025, 5:15 AM UTC+05:45"),
        ("America/Sao_Paulo", "Wed, Jul 16, 2025, 8:30 PM UTC-03:00"),
    ],
)
def test_a_time_of_day_names_its_time_zone(zone: str, text: str) -> None:
    moment = datetime(2025, 7, 16, 23, 30, tzinfo=UTC)
    with override_settings(TIME_ZONE=zone):
        assert format_moment(moment) == text
        rendered = Template("{% load dates %}{% when at 'moment' %}|{{ at|moment }}").render(Context({"at": moment}))
        assert strip_tags(rendered).count(text) == 2


@pytest.mark.parametrize("language", ["en", "en-gb", "es"])
def test_the_admins_times_name_their_time_zone_too(language: str) -> None:
    with translation.override(language):
        assert str(localize(timezone.localtime(datetime(2025, 7, 16, 23, 30, tzinfo=UTC)))).endswith(" CDT")
