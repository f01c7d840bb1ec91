"""Line icons beside words. They never stand alone: what a link or button does is said in text."""

from functools import cache

from django import template
from heroicons.templatetags.heroicons import heroicon_outline

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> str:
    """The outline of this name from heroicons, hidden from screen readers. Raises IconDoesNotExist for another name."""
    drawn: str = heroicon_outline(name, size=None, **{"class": "icon", "aria-hidden": "true"})
    return drawn
