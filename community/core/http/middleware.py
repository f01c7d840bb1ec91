"""Middleware for refusals, language and caching headers."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from community.core.http.limits import TooOften
from community.core.text.languages import language_of
from community.core.views import bad_request, too_often

Answer = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger(__name__)


class AnswerRefusals:
    """Answer 429 to a member who reached a limit, and 400 to a value that no column holds: with the text, to be kept.

    Forms and views check what they read; 400 is for what a package or a new view passes on unchecked, such as a number
    beyond 64 bits. One line in the log names the address, so that it can be mended there."""

    IMPOSSIBLE = (OverflowError, DataError, UnicodeEncodeError)

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        """Answer for these exceptions; any other is a bug, or a store that is away."""
        if isinstance(failure, TooOften):
            return too_often(request, failure.seconds, failure.when)
        if not isinstance(failure, self.IMPOSSIBLE):
            return None
        log.warning(
            "a value that no column holds: %s %s (%s)", request.method, request.path[:200], _first_line(failure)
        )
        return bad_request(request, failure)


def render_method_not_allowed(get_response: Answer) -> Answer:
    """Render a page for 405, such as when the address of a button is reloaded; Django's own response is empty."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    return middleware


def forbid_storing_member_pages(get_response: Answer) -> Answer:
    """Forbid storing a member's pages: the next person at a shared computer could go back to them.

    Pictures are sent with "private, no-cache": the browser revalidates each time, and the view checks access."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and response.get("Cache-Control") != "private, no-cache":
            add_never_cache_headers(response)
        return response

    return middleware


def activate_language(get_response: Answer) -> Answer:
    """Activate the member's language, else that of the cookie, of Accept-Language, or the default.

    It comes after the authentication middleware, and restores the thread's previous language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = request.user.language if request.user.is_authenticated else ""
        if language not in dict(settings.LANGUAGES):
            language = language_of(request)
        request.LANGUAGE_CODE = language  # as Django's LocaleMiddleware does; core/views.py reads it after a failure
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware


def _first_line(failure: Exception) -> str:
    return (str(failure).splitlines() or [""])[0][:200]
