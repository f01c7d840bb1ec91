"""Format dates for pages and mails; the format itself is translated, since the order of its parts depends on it."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext


def format_day(moment: datetime) -> str:
    """Format a day in the community's time zone, such as "Wed, Jul 16, 2025"."""
    return date_format(timezone.localtime(moment), pgettext("format of a day, as in Wed, Jul 16, 2025", "D, M j, Y"))


def format_moment(moment: datetime) -> str:
    """Format a day and time in the community's time zone, such as "Wed, Jul 16, 2025, 6:30 PM"."""
    translated = pgettext("format of a day and its hour, as in Wed, Jul 16, 2025, 6:30 PM", "D, M j, Y, g:i A")
    return date_format(timezone.localtime(moment), translated)
