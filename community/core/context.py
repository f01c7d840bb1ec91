"""What every template may say."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from community.core.http.tokens import form_token
from community.core.viewer_display import display_class

SECTIONS = {"groups", "discussions", "learn", "search", "notifications", "moderation", "help"}


def community(request: HttpRequest) -> dict[str, Any]:
    """The names of the community and of who runs it, and whether this is the demo."""
    return {
        "COMMUNITY_NAME": settings.COMMUNITY_NAME,
        "ORGANISATION_NAME": gettext(settings.ORGANISATION_NAME),
        "DEMO": settings.DEMO,
    }


def viewer(request: HttpRequest) -> dict[str, Any]:
    """How she likes her pages, where a choice leads her back to, and the language of what people here write.

    SECTION is the part of the site that the header marks. CONTENT_LANG is empty where that is the page's own language;
    else the words carry it (WCAG 3.1.2)."""
    return {
        "display": display_class().from_request(request),
        "CONTENT_LANG": content_language(),
        "SECTION": section if (section := request.path.split("/")[1]) in SECTIONS else "",
        "THIS_PAGE": request.get_full_path() if request.method == "GET" else "",
        "csrf_token": SimpleLazyObject(lambda: form_token(request)),  # instead of Django's, which makes one more
    }


def content_language() -> str:
    """The language of what people here write; empty where the page is in it too."""
    return "" if get_language() == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE
