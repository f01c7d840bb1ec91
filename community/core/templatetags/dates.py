"""Render dates as absolute <time> elements; a script makes them relative and local (so that pages can be cached)."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from community.core.text.dates import format_day, format_moment

register = template.Library()


@register.simple_tag
def when(moment: datetime | None, style: str = "date") -> SafeString | str:
    """Render a day, or with style="moment" a day and time; "" for None."""
    if moment is None:
        return ""
    text = format_day(moment) if style == "date" else format_moment(moment)
    return format_html(
        '<time datetime="{}" data-when="{}">{}</time>', timezone.localtime(moment).isoformat(), style, text
    )
