"""Tags that show education in other apps' templates."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import template

from community.education.models import Section, Topic

register = template.Library()

LINKS = 5


@register.inclusion_tag("education/_learn_about.html", takes_context=True)
def learn_about(context: dict[str, Any], topics: Iterable[Topic]) -> dict[str, Any]:
    """Show links to at most five published sections on the topics, loaded in one query.

    Each has the name of its page where two of one condition have the same heading, else "". Nothing is shown without
    topics, or without sections on them."""
    topics = list(topics)
    if not topics:
        return {"sections": []}
    sections = Section.objects.published().about(topics)
    fields = ["slug", "heading", "page__slug", "page__title", "page__condition__slug", "page__condition__title"]
    found = list(sections.only(*fields)[:LINKS])
    same = Counter((section.heading, section.page.condition) for section in found)
    named = [
        (section, section.page.shown_title if same[section.heading, section.page.condition] > 1 else "")
        for section in found
    ]
    return {"sections": named, "CONTENT_LANG": context.get("CONTENT_LANG", "")}
