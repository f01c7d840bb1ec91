"""Django's filters that shorten a text, so that they never cut what is seen as one character in two.

They are built into every template (settings.TEMPLATES), under the names of those that they replace."""

from django import template

from community.core.text.graphemes import shorten

register = template.Library()


@register.filter(is_safe=True)
def truncatechars(text: object, most: int) -> str:
    """Shorten a text to at most `most` code points, "…" included."""
    return shorten(str(text), int(most))
