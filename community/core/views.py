"""Answers that belong to no app: what a page says when it cannot be made, and the page for when there is no connection.

403 and 404 are Django's own views with our templates. The others are here, since they must stand when the database, the
session or a template has fallen: they use templates/bare.html and none of the context processors.
"""

import logging
import sqlite3
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
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
from community.core.viewer_display import display_class

logger = logging.getLogger(__name__)

RETRY_STORES = 30  # seconds, for programs; people read "in a minute"
RETRY_LIMITS = 300


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give back what was typed when the form's token has run out, ready to be sent again."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read: 413 when it was too long, else 400. A wrong name of this site is told the right one."""
    if isinstance(exception, RequestDataTooBig):
        return _bare(request, 413, most=settings.POST_LENGTH)
    return _bare(request, 400, origin=_own_origin(request) if isinstance(exception, DisallowedHost) else "")


def too_often(request: HttpRequest) -> HttpResponse:
    """More tries than a limit allows."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(RETRY_LIMITS)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """What no view has caught: 409 when somebody else was quicker, 503 when a store is away, else 500.

    Django calls this while it handles the exception, also for one that a middleware raised."""
    failure = sys.exception()
    if isinstance(failure, Conflict):
        try:
            return render(request, "409.html", {"happened": str(failure)}, status=409)
        except Exception as another:  # this page asks who she is, and that may fail in its turn
            failure = another
    if _store_is_away(failure):
        response = _bare(request, 503)
        response["Retry-After"] = str(RETRY_STORES)
        return response
    return _bare(request, 500)


@everyone
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page that a browser keeps for when there is no connection (static/js/service-worker.js).

    It is the same for everybody: the browser asks without cookies, and names language and looks in the address."""
    language = request.GET.get("language", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else translation.get_language()):
        page = _frame(request) | {"display": display_class().from_values(request.GET.dict())}
        said = {"Content-Language": translation.get_language() or ""}
        return HttpResponse(loader.render_to_string("offline.html", page), headers=said)


def _store_is_away(failure: BaseException | None) -> bool:
    """Whether the database or Redis did not answer, or had no turn to give. The log has the whole story.

    SQLite says OperationalError also of a table or column that is not there: our fault, and no wait mends it."""
    cause = getattr(failure, "__cause__", None)
    if isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode == sqlite3.SQLITE_ERROR:
        return False
    if settings.REDIS_URL:
        from redis.exceptions import RedisError

        if isinstance(failure, RedisError):
            return True
    return isinstance(failure, OperationalError | InterfaceError)


def _bare(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    """The page for this status, with nothing in it that could fail in its turn; and should it fail, a few words."""
    known = getattr(request, "LANGUAGE_CODE", "")  # absent when it failed before anybody asked for her language
    with translation.override(known or translation.get_language_from_request(request)):
        try:
            content: str = loader.render_to_string(f"{status}.html", _frame(request) | csrf(request) | more)
        except Exception:
            logger.exception("The page for status %s failed", status)
            content = _few_words()
    response = HttpResponse(content, status=status)
    add_never_cache_headers(response)
    return response


def _frame(request: HttpRequest) -> dict[str, Any]:
    return {
        "shell": "bare.html",
        "request": request,
        "display": display_class().from_cookies(request.COOKIES),
        "COMMUNITY_NAME": settings.COMMUNITY_NAME,
    }


def _own_origin(request: HttpRequest) -> str:
    """Where this site really is, by its settings and not by what the request says; "" where they allow any name."""
    names = [host for host in settings.ALLOWED_HOSTS if not host.startswith(("*", "."))]
    if not names:
        return ""
    if settings.HTTPS:
        return f"https://{names[0]}"
    port = str(request.META["SERVER_PORT"])  # the socket's own
    return f"http://{names[0]}" + ("" if port == "80" else f":{port}")


def _few_words() -> str:
    title, words = _("Something went wrong on our side"), _("It is not your doing. Please try again in a few minutes.")
    return format_html(
        '<!doctype html><html lang="{}"><meta charset="utf-8"><title>{}</title><h1>{}</h1><p>{}</p></html>',
        translation.get_language(),
        title,
        title,
        words,
    )
