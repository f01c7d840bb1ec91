"""Answer htmx requests with a fragment of the page's own template.

A view passes the same context for the page and the fragment; without script, the same forms and links load the page.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import trigger_client_event

Answer = Callable[[HttpRequest], HttpResponse]

DONE = "alongside:done"  # an event on which static/js/dialog.js closes the dialog


def wants_fragment(request: HttpRequest) -> bool:
    """Return whether htmx sent the request, to put the answer into an open page."""
    return bool(getattr(request, "htmx", False))


def render_fragment(
    request: HttpRequest, template: str, fragment: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page, or for htmx its {% partialdef %} named `fragment`."""
    name = f"{template}#{fragment}" if wants_fragment(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def render_done(request: HttpRequest, template: str = "includes/status.html", context: Any = None) -> HttpResponse:
    """Close the dialog that sent the request, and show this request's messages on the page."""
    return trigger_client_event(render(request, template, context), DONE)


def redirect_whole_page(get_response: Answer) -> Answer:
    """Make a redirect that answers htmx navigate the whole page, such as to signing in, and never fill a fragment.

    It comes after the middleware that sets cookies and changes its response, so that no message is lost."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if wants_fragment(request) and response.has_header("Location"):
            response["HX-Redirect"] = response["Location"]
            del response["Location"]
            response.status_code = 200
        return response

    return middleware
