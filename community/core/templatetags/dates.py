"""Render dates as absolute <time> elements; a script makes moments relative and local (so that pages can be cached)."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from community.core.text.dates import (
    format_date,
    format_day,
    format_day_and_time,
    format_moment,
    format_short_day,
    zone_name,
)

register = template.Library()


@register.simple_tag
def when(moment: datetime | None, style: str = "date") -> SafeString | str:
    """Render a day, with style="short" without its weekday, with style="moment" with its time; "" for None."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    text: SafeString | str = format_short_day(moment) if style == "short" else format_day(moment)
    if style == "moment":  # where a script runs, the zone takes no room: the viewer's own is shown in a moment
        text = format_html('{} <span class="time-zone">{}</span>', format_day_and_time(moment), zone_name(local))
    return format_html('<time datetime="{}" data-when="{}">{}</time>', local.isoformat(), style, text)


@register.simple_tag
def day(chosen: date | datetime | None) -> SafeString | str:
    """Render a day that somebody chose, which is the same day for every viewer; "" for None.

    A moment is the end or the beginning of that day in the community's time zone; the script leaves it alone."""
    if chosen is None:
        return ""
    if isinstance(chosen, datetime):
        chosen = timezone.localdate(chosen)
    return format_html('<time datetime="{}">{}</time>', chosen.isoformat(), format_date(chosen))


@register.filter
def moment(value: datetime | None) -> str:
    """Format a day and time as text for mails; "" for None."""
    return format_moment(value) if value else ""
