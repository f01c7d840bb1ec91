"""Parts of a page that change in place. htmx asks the page's own view, which answers with a part of its own template.

Nothing is known here that the page does not know: without script the same forms and links lead to the whole page.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import trigger_client_event

Answer = Callable[[HttpRequest], HttpResponse]

DONE = "alongside:done"  # static/js/dialog.js closes the dialog then


def wants_fragment(request: HttpRequest) -> bool:
    """Whether the answer goes into a page that stands already."""
    return bool(getattr(request, "htmx", False))


def render_fragment(
    request: HttpRequest, template: str, part: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page, or its {% partialdef %} named `part` where the answer goes into a page that stands already."""
    name = f"{template}#{part}" if wants_fragment(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def render_done(request: HttpRequest, template: str = "includes/said.html", context: Any = None) -> HttpResponse:
    """What a dialog asked for is done: it closes, and the page says so with the messages of this request."""
    return trigger_client_event(render(request, template, context), DONE)


def redirect_whole_page(get_response: Answer) -> Answer:
    """A redirect that answers htmx is for the whole page, such as to the form for signing in: never for a part of it.

    Stands within the middleware that sets cookies, and changes the answer it has, so that no message is lost."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if wants_fragment(request) and response.has_header("Location"):
            response["HX-Redirect"] = response["Location"]
            del response["Location"]
            response.status_code = 200
        return response

    return middleware
