"""A filter for text that people wrote, inside a sentence: {% blocktranslate with title=thread.title|isolated %}."""

from django import template

from community.core.text import direction

register = template.Library()


@register.filter
def isolated(text: object) -> str:
    """Isolate right-to-left text from the sentence around it."""
    return direction.isolated(text)
