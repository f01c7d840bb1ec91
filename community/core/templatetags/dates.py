"""Dates as the server writes them: absolute, in the community's time zone; script makes them relative and local."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

register = template.Library()


@register.simple_tag
def when(moment: datetime | None, style: str = "date") -> SafeString | str:
    """A <time> element: "Wed, Jul 16, 2025", or with style="moment" the hour too; empty for None.

    The order of its parts belongs to the language, so the format itself is translated (Django's letters for dates)."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    if style == "date":
        shown = date_format(local, pgettext("format of a day, as in Wed, Jul 16, 2025", "D, M j, Y"))
    else:
        shown = date_format(
            local, pgettext("format of a day and its hour, as in Wed, Jul 16, 2025, 6:30 PM", "D, M j, Y, g:i A")
        )
    return format_html('<time datetime="{}" data-when="{}">{}</time>', local.isoformat(), style, shown)
