"""Format dates for pages and mails; the format itself is translated, since the order of its parts depends on it."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext


def format_day(moment: datetime) -> str:
    """Format a day in the community's time zone, such as "Wed, Jul 16, 2025"."""
    return format_date(timezone.localtime(moment))


def format_date(day: date) -> str:
    """Format a day that has no time of day, such as one that somebody chose."""
    return date_format(day, pgettext("format of a day, as in Wed, Jul 16, 2025", "D, M j, Y"))


def format_moment(moment: datetime) -> str:
    """Format a day and time in the community's time zone, which it names: "Wed, Jul 16, 2025, 6:30 PM CDT"."""
    return f"{format_day_and_time(moment)} {zone_name(timezone.localtime(moment))}"


def format_day_and_time(moment: datetime) -> str:
    """Format a day and time in the community's time zone, to be shown beside its name."""
    translated = pgettext("format of a day and its hour, as in Wed, Jul 16, 2025, 6:30 PM", "D, M j, Y, g:i A")
    return date_format(timezone.localtime(moment), translated)


def zone_name(moment: datetime) -> str:
    """Name the time zone of a moment, such as "CDT", or "UTC-03:00" where it has no short name."""
    name = moment.tzname() or ""
    return name if name[:1].isalpha() else f"UTC{name[:3]}:{name[3:] or '00'}"
