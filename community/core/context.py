"""Context processors for every template."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from community.core.http.tokens import form_token
from community.core.text.languages import base_of
from community.core.viewer_display import display_class

# The first part of an address: the part of the site that the header highlights on its pages.
SECTIONS = {name: name for name in ("groups", "discussions", "learn", "search", "notifications", "moderation", "help")}
SECTIONS["posts"] = "discussions"


def community(request: HttpRequest) -> dict[str, Any]:
    """Add the names of the community and of its organisation, and whether this is the demo."""
    return {
        "COMMUNITY_NAME": settings.COMMUNITY_NAME,
        "ORGANISATION_NAME": gettext(settings.ORGANISATION_NAME),
        "DEMO": settings.DEMO,
    }


def viewer(request: HttpRequest) -> dict[str, Any]:
    """Add the viewer's display choices, the current page, and the language of what members write.

    SECTION is the part of the site that the header highlights. CONTENT_LANG is for the `lang` attribute of members'
    texts, and empty when it equals the page's language (WCAG 3.1.2)."""
    return {
        "display": display_class().from_request(request),
        "CONTENT_LANG": content_language(),
        "SECTION": SECTIONS.get(request.path.split("/")[1], ""),
        "THIS_PAGE": request.get_full_path() if request.method == "GET" else "",
        "csrf_token": SimpleLazyObject(lambda: form_token(request)),  # instead of Django's, which masks it once more
    }


def content_language() -> str:
    """Return the language in which members write; "" when the page is in the same language."""
    same = base_of(get_language() or "") == base_of(settings.LANGUAGE_CODE)
    return "" if same else settings.LANGUAGE_CODE
