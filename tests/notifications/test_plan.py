"""What leaves the site is decided by each member's preferences, when and how they chose."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from community.forum import operations as forum
from community.notifications.digest_times import allowed_from, next_daily, next_weekly
from community.notifications.models import Channel, Delivery, Kind, Notification, Preferences, bit_of
from community.notifications.operations.plan import plan, plan_digests
from tests.acts import make_member, reply, start
from tests.forum.statements import statements
from tests.notifications.notifications import notify_followers, unread

MORNING = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)


def planned() -> list[tuple[str, str, str]]:
    """Plan, and return recipient, channel and kind of every delivery."""
    notify_followers()
    while plan():
        pass
    rows = Delivery.objects.order_by("recipient__username", "channel")
    return list(rows.values_list("recipient__username", "channel", "kind"))


def choose(member, **choices) -> Preferences:
    return Preferences.objects.update_or_create(member=member, defaults=choices)[0]


def test_a_reply_to_me_is_mailed_at_once_and_a_reply_in_a_followed_discussion_is_not(thread, maria, ines, joan):
    forum.follow(thread, joan)
    reply(thread, ines, answers=thread.posts.get(number=1))

    assert planned() == [("Maria", "email", "answered")]


def test_nothing_is_pushed_until_asked_for(thread, maria, ines):
    choose(maria, push=bit_of(Kind.REPLIED), email=bit_of(Kind.REPLIED))
    reply(thread, ines)

    assert planned() == [("Maria", "email", "replied"), ("Maria", "push", "replied")]


def test_each_reply_is_planned_once(thread, maria, ines):
    choose(maria, email=bit_of(Kind.REPLIED))
    first, second = reply(thread, ines, "One."), reply(thread, ines, "Two.")
    planned()
    third = reply(thread, ines, "Three.")
    planned()
    planned()

    # The first two arrived before anything was planned: one mail is enough for both.
    assert list(Delivery.objects.order_by("pk").values_list("source", flat=True)) == [second.key, third.key]
    assert first.key not in Delivery.objects.values_list("source", flat=True)


def test_whoever_paused_everything_gets_nothing_but_the_list_on_the_site(thread, maria, ines):
    choose(maria, is_paused=True, push=bit_of(Kind.ANSWERED))
    reply(thread, ines, answers=thread.posts.get(number=1))

    assert planned() == []
    assert unread(maria) == 1


def test_an_address_that_does_not_work_gets_no_mail_but_push(thread, maria, ines):
    choose(maria, email_stop="bounced", push=bit_of(Kind.ANSWERED))
    reply(thread, ines, answers=thread.posts.get(number=1))

    assert planned() == [("Maria", "push", "answered")]


def test_what_was_read_before_it_was_planned_is_not_sent(thread, maria, ines, as_member):
    reply(thread, ines, answers=thread.posts.get(number=1))
    as_member(maria).get(thread.get_absolute_url())

    assert planned() == []
    assert not Notification.objects.filter(is_planned=False).exists()


def test_a_kind_that_is_switched_off_on_the_site_is_still_mailed(thread, maria, ines, joan):
    forum.follow(thread, joan)
    choose(joan, site=0, email=bit_of(Kind.REPLIED))
    choose(maria, site=0)
    reply(thread, ines, answers=thread.posts.get(number=1))

    assert planned() == [("Joan", "email", "replied"), ("Maria", "email", "answered")]
    assert not Notification.objects.filter(on_site=True).exists()


def test_in_quiet_hours_a_mail_is_due_when_they_are_over(thread, maria, ines):
    choose(maria, quiet_from=22, quiet_until=7, time_zone="Europe/Madrid")
    with time_machine.travel(datetime(2026, 11, 29, 23, 30, tzinfo=UTC), tick=False):
        reply(thread, ines, answers=thread.posts.get(number=1))
        planned()

    assert Delivery.objects.get().due_at == datetime(2026, 11, 30, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "hour", "expected"),
    [
        ((22, 7), 21, 21),
        ((22, 7), 22, 24 + 7),
        ((22, 7), 3, 7),
        ((22, 7), 7, 7),
        ((13, 15), 14, 15),
        ((13, 15), 15, 15),
        ((8, 8), 8, 8),
        ((None, 7), 3, 3),
        ((0, 6), 0, 6),
    ],
)
def test_quiet_hours(quiet, hour, expected):
    preferences = Preferences(time_zone="UTC", quiet_from=quiet[0], quiet_until=quiet[1])
    day = datetime(2026, 11, 29, tzinfo=UTC)

    assert allowed_from(preferences, day + timedelta(hours=hour)) == day + timedelta(hours=expected)


@pytest.mark.parametrize(
    ("zone", "hour", "after", "expected"),
    [
        ("Europe/Madrid", 8, datetime(2026, 3, 28, 7, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC)),
        ("Europe/Madrid", 8, datetime(2026, 10, 24, 6, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),
        ("America/Chicago", 8, datetime(2026, 3, 7, 14, tzinfo=UTC), datetime(2026, 3, 8, 13, tzinfo=UTC)),
        ("America/Chicago", 8, datetime(2026, 10, 31, 13, tzinfo=UTC), datetime(2026, 11, 1, 14, tzinfo=UTC)),
        # 02:30 does not exist on this day, and 01:00 comes twice on that one
        ("America/Chicago", 2, datetime(2026, 3, 7, 9, tzinfo=UTC), datetime(2026, 3, 8, 8, tzinfo=UTC)),
        ("America/Chicago", 1, datetime(2026, 10, 31, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
        ("Pacific/Auckland", 8, datetime(2026, 9, 25, 21, tzinfo=UTC), datetime(2026, 9, 26, 19, tzinfo=UTC)),
    ],
)
def test_the_daily_digest_comes_at_the_hour_of_the_members_clock_across_dst_changes(zone, hour, after, expected):
    assert next_daily(Preferences(time_zone=zone, digest_hour=hour), after) == expected


def test_the_weekly_digest_comes_on_its_day():
    preferences = Preferences(time_zone="Europe/Madrid", digest_hour=9, digest_weekday=4, weekly=1)
    friday = datetime(2026, 11, 27, 8, tzinfo=UTC)

    assert next_weekly(preferences, friday - timedelta(days=6)) == friday
    assert next_weekly(preferences, friday) == friday + timedelta(days=7)
    assert next_weekly(Preferences(), friday) is None


def test_a_digest_is_due_once_a_day_also_when_the_sender_was_away_for_days(maria):
    with time_machine.travel(MORNING, tick=False):
        choose(maria, time_zone="UTC", digest_hour=8, daily_due_at=MORNING - timedelta(days=3, hours=1))

        assert plan_digests() == 1
        assert plan_digests() == 0

    (delivery,) = Delivery.objects.all()
    assert (delivery.recipient, delivery.channel) == (maria, Channel.DAILY)
    assert Preferences.objects.get().daily_due_at == MORNING + timedelta(hours=23)


def test_whoever_hears_of_something_for_the_first_time_has_a_digest_the_next_day(thread, maria, ines):
    reply(thread, ines)
    planned()

    due_at = Preferences.objects.get(member=maria).daily_due_at
    assert timezone.now() < due_at <= timezone.now() + timedelta(days=1)
    assert timezone.localtime(due_at).hour == 8


def test_planning_takes_as_many_queries_for_fifty_members_as_for_one(group, maria, ines):
    choose(maria)
    counts = []
    for followers in (1, 50):
        thread = start(group, maria, f"Sleepless nights {followers}").thread
        for number in range(followers):
            member = make_member(f"Follower{followers}x{number}")
            forum.follow(thread, member)
            choose(member, email=bit_of(Kind.REPLIED))
        reply(thread, ines)
        notify_followers()
        counts.append(len(statements(plan)))

    assert counts == [5, 5]
