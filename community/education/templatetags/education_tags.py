"""Tags that show education in other apps' templates."""

from collections.abc import Iterable
from typing import Any

from django import template

from community.education.models import Section, Topic

register = template.Library()

LINKS = 5


@register.inclusion_tag("education/_learn_about.html", takes_context=True)
def learn_about(context: dict[str, Any], topics: Iterable[Topic]) -> dict[str, Any]:
    """Show links to at most five published sections on the topics, loaded in one query.

    Nothing is shown without topics, or without sections on them."""
    topics = list(topics)
    if not topics:
        return {"sections": []}
    sections = Section.objects.published().about(topics)
    fields = ["slug", "heading", "page__slug", "page__title", "page__condition__slug", "page__condition__title"]
    return {"sections": list(sections.only(*fields)[:LINKS]), "CONTENT_LANG": context.get("CONTENT_LANG", "")}
