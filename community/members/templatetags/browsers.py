"""Browsers by a name that people know."""

from django import template

from community.members import browsers

register = template.Library()


@register.filter
def browser(user_agent: str) -> str:
    """What a User-Agent header says, in words: "Chrome on Android"."""
    return browsers.in_words(user_agent)
