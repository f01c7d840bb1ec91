"""Filter for User-Agent headers."""

from django import template

from community.members import browsers

register = template.Library()


@register.filter
def browser(user_agent: str) -> str:
    """Describe a User-Agent header, such as "Chrome on Android"."""
    return browsers.describe(user_agent)
