"""Dates as the server renders them."""

from datetime import UTC, datetime

from django.conf import settings
from django.template import Context, Template
from django.utils import translation

WEDNESDAY = datetime(2025, 7, 16, 23, 30, tzinfo=UTC)


def shown(style: str, moment: datetime | None) -> str:
    template = Template("{% load dates %}{% when moment style %}")
    return template.render(Context({"moment": moment, "style": style}))


def test_a_date_is_absolute_and_in_the_communitys_time_zone():
    assert shown("date", WEDNESDAY) == (
        '<time datetime="2025-07-16T18:30:00-05:00" data-when="date">Wed, Jul 16, 2025</time>'
    )


def test_a_moment_has_its_hour():
    assert '>Wed, Jul 16, 2025, 6:30 PM <span class="time-zone">CDT</span></time>' in shown("moment", WEDNESDAY)


def test_a_short_date_has_no_weekday():
    assert (
        shown("short", WEDNESDAY) == '<time datetime="2025-07-16T18:30:00-05:00" data-when="short">Jul 16, 2025</time>'
    )


def test_no_date_is_no_words():
    assert shown("date", None) == ""


def test_british_english_has_the_day_first_and_24_hours_without_a_catalogue_of_its_own():
    with translation.override("en-gb"):
        assert ">Wed, 16 Jul 2025</time>" in shown("date", WEDNESDAY)
        assert '>Wed, 16 Jul 2025, 18:30 <span class="time-zone">CDT</span></time>' in shown("moment", WEDNESDAY)
    assert not (settings.BASE_DIR / "locale" / "en_GB").exists()


def test_a_date_follows_the_order_of_the_readers_language():
    with translation.override("es"):
        assert ">mié, 16 jul 2025</time>" in shown("date", WEDNESDAY)
        assert '>mié, 16 jul 2025, 18:30 <span class="time-zone">CDT</span></time>' in shown("moment", WEDNESDAY)
