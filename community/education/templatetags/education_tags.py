"""Education as other apps' templates show it."""

from collections.abc import Iterable
from typing import Any

from django import template

from community.education.models import Section, Topic

register = template.Library()

LINKS = 5


@register.inclusion_tag("education/_learn_about.html", takes_context=True)
def learn_about(context: dict[str, Any], topics: Iterable[Topic]) -> dict[str, Any]:
    """The box "Learn about this": links to published sections on the topics, at most five, in one statement.

    Without topics, or when nothing is published on them, there is no box."""
    known = list(topics)
    if not known:
        return {"sections": []}
    sections = Section.objects.published().about(known)
    fields = ["slug", "heading", "page__slug", "page__title", "page__condition__slug", "page__condition__title"]
    return {"sections": list(sections.only(*fields)[:LINKS]), "CONTENT_LANG": context.get("CONTENT_LANG", "")}
