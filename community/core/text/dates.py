"""Format dates for pages and mails. The formats are those of the reader's language, in config/formats."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def format_day(moment: datetime) -> str:
    """Format a day in the community's time zone, such as "Wed, Jul 16, 2025", in British English "Wed, 16 Jul 2025"."""
    return format_date(timezone.localtime(moment))


def format_short_day(moment: datetime) -> str:
    """Format a day where there is little room, without its weekday, such as "Jul 16, 2025"."""
    return date_format(timezone.localtime(moment), "SHORT_DAY_FORMAT")


def format_date(day: date) -> str:
    """Format a day that has no time of day, such as one that somebody chose."""
    return date_format(day, "DAY_FORMAT")


def format_moment(moment: datetime) -> str:
    """Format a day and time in the community's time zone, which it names: "Wed, Jul 16, 2025, 6:30 PM CDT"."""
    return f"{format_day_and_time(moment)} {zone_name(timezone.localtime(moment))}"


def format_day_and_time(moment: datetime) -> str:
    """Format a day and time in the community's time zone, to be shown beside its name."""
    return date_format(timezone.localtime(moment), "DAY_AND_TIME_FORMAT")


def zone_name(moment: datetime) -> str:
    """Name the time zone of a moment, such as "CDT", or "UTC-03:00" where it has no short name."""
    name = moment.tzname() or ""
    return name if name[:1].isalpha() else f"UTC{name[:3]}:{name[3:] or '00'}"
