"""The addresses of the browser tests' site: the community's, some that fail, to show the error
pages, and parts of pages."""

from allauth.core.internal.ratelimit import respond_429
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from community.core.exceptions import Conflict
from config import urls
from config.urls import *  # noqa: F403  the community's own handlers of errors, if it has any

FAILURES = {
    400: BadRequest,
    403: PermissionDenied,
    404: Http404,
    409: Conflict,
    413: RequestDataTooBig,
    500: RuntimeError,
    503: OperationalError,
}


def broken(request: HttpRequest, status: int) -> HttpResponse:
    """Fail in this way; 429 is allauth's response to too many attempts."""
    if status == 429:
        return respond_429(request)
    raise FAILURES[status]("on purpose")


def push(request: HttpRequest) -> HttpResponse:
    """Show what a page includes to turn push messages on and off."""
    head = '{% block head %}{% include "notifications/_push_head.html" %}{% endblock %}'
    part = '{% block content %}<h1>Push messages</h1>{% include "notifications/_push.html" %}{% endblock %}'
    page = '{% extends "base.html" %}' + head + part
    return HttpResponse(engines["django"].from_string(page).render({}, request))


urlpatterns = [*urls.urlpatterns, path("broken/<int:status>/", broken), path("push/", push)]
if not any(str(line.pattern) == "demo/" for line in urls.urlpatterns):
    urlpatterns.append(path("demo/", include("community.demo.urls")))
