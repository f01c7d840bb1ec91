"""Error pages, and the page that a browser shows without a connection.

403 and 404 are Django's own views with our templates. The others must work when the database, the session or a template
fails, so they extend templates/bare.html and use no context processors.
"""

import logging
import sqlite3
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.template import loader
from django.template.context_processors import csrf
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.core.access import everyone
from community.core.exceptions import Conflict
from community.core.text.languages import language_of
from community.core.viewer_display import display_class

logger = logging.getLogger(__name__)

RETRY_STORES = 30  # seconds, for the Retry-After header; the page says "in a minute"
RETRY_LIMITS = 300


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show the submitted input when the CSRF token has expired, with a form to resend it.

    A form of ours is never sent without any cookie, unless the browser keeps none: then resending alone cannot help."""
    without_cookies = reason == REASON_NO_CSRF_COOKIE and not request.COOKIES
    page = {"without_cookies": without_cookies, "host": request.get_host()}
    return render(request, "403_csrf.html", page, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unreadable request: 413 if it is too large, else 400; a wrong host gets a link to the right one."""
    if isinstance(exception, RequestDataTooBig):
        return _bare(request, 413, most=settings.POST_LENGTH)
    return _bare(request, 400, origin=_own_origin(request) if isinstance(exception, DisallowedHost) else "")


def too_often(request: HttpRequest, seconds: int = RETRY_LIMITS, when: str = "") -> HttpResponse:
    """Answer 429 when a rate limit is exceeded; it may be tried again after `seconds`, which `when` says in words."""
    response = render(request, "429.html", {"when": when}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an uncaught exception: 409 for Conflict, 503 when the database or Redis is unavailable, else 500.

    Django calls this while it handles the exception, also one raised in a middleware."""
    failure = sys.exception()
    if isinstance(failure, Conflict):
        try:
            return render(request, "409.html", {"happened": str(failure)}, status=409)
        except Exception as render_failure:  # the page loads the user, which may fail as well
            failure = render_failure
    if _is_unavailable(failure):
        response = _bare(request, 503)
        response["Retry-After"] = str(RETRY_STORES)
        return response
    return _bare(request, 500)


@everyone
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Render the page that the service worker caches for when there is no connection (static/js/service-worker.js).

    It is the same for everybody: it is requested without cookies, with language and display choices in the query."""
    language = request.GET.get("language", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else translation.get_language()):
        context = _bare_context(request) | {"display": display_class().from_values(request.GET.dict())}
        headers = {"Content-Language": translation.get_language() or ""}
        return HttpResponse(loader.render_to_string("offline.html", context), headers=headers)


def _is_unavailable(failure: BaseException | None) -> bool:
    """Return whether the database or Redis did not answer, or a lock timed out.

    SQLite raises OperationalError also for a missing table or column, which is a bug."""
    cause = getattr(failure, "__cause__", None)
    if isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode == sqlite3.SQLITE_ERROR:
        return False
    if settings.REDIS_URL:
        from redis.exceptions import RedisError

        if isinstance(failure, RedisError):
            return True
    return isinstance(failure, OperationalError | InterfaceError)


def _bare(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    """Render the page for a status without database or session; if even that fails, a minimal page."""
    language = getattr(request, "LANGUAGE_CODE", "")  # unset when it failed before activate_language
    with translation.override(language or language_of(request)):
        try:
            content: str = loader.render_to_string(f"{status}.html", _bare_context(request) | csrf(request) | more)
        except Exception:
            logger.exception("The page for status %s failed", status)
            content = _minimal_page()
    response = HttpResponse(content, status=status)
    add_never_cache_headers(response)
    return response


def _bare_context(request: HttpRequest) -> dict[str, Any]:
    return {
        "shell": "bare.html",
        "request": request,
        "display": display_class().from_cookies(request.COOKIES),
        "COMMUNITY_NAME": settings.COMMUNITY_NAME,
    }


def _own_origin(request: HttpRequest) -> str:
    """Return the site's origin from settings, not from the request; "" when they allow any host."""
    names = [host for host in settings.ALLOWED_HOSTS if not host.startswith(("*", "."))]
    if not names:
        return ""
    if settings.HTTPS:
        return f"https://{names[0]}"
    port = str(request.META["SERVER_PORT"])  # of the listening socket, not of the Host header
    return f"http://{names[0]}" + ("" if port == "80" else f":{port}")


def _minimal_page() -> str:
    title, text = _("Something went wrong on our side"), _("It’s not your fault. Try again in a few minutes.")
    return format_html(
        '<!doctype html><html lang="{}"><meta charset="utf-8"><title>{}</title><h1>{}</h1><p>{}</p></html>',
        translation.get_language(),
        title,
        title,
        text,
    )
