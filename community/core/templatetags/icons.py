"""Decorative icons beside text; an icon is never the only label of a link or button."""

from functools import cache

from django import template
from heroicons.templatetags.heroicons import heroicon_outline

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> str:
    """Render an outline icon of heroicons, hidden from screen readers. Raises IconDoesNotExist for an unknown name."""
    svg: str = heroicon_outline(name, size=None, **{"class": "icon", "aria-hidden": "true"})
    return svg
