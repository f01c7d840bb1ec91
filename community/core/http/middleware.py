"""What every answer of the community carries, and what staff are asked before anything else."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _

from community.core.access import ask_second_factor
from community.core.http.origins import page_before
from community.core.input_recovery.views import stash_submitted

Answer = Callable[[HttpRequest], HttpResponse]
WITHOUT_SECOND_FACTOR = ("/accounts/", "/help/")


class AskStaffForSecondFactor:
    """Staff can do more than members on ordinary pages too, so a password alone opens none of them.

    A view's own guard stays: this one comes before it, and after the check of the form's token."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual; what is asked is asked below, once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send her to her second factor and then back; what she typed waits where a form can give it back."""
        if not request.user.is_authenticated or request.path.startswith(WITHOUT_SECOND_FACTOR):
            return None
        if not request.user.needs_second_factor:
            return None
        restores_input = getattr(view, "restores_input", False)
        sent = request.method == "POST"
        asked = ask_second_factor(
            request, page_before(request) if sent and not restores_input else request.get_full_path()
        )
        if asked and sent and restores_input:
            stash_submitted(request, _("What you wrote is kept. It is here again after this step."))
        return asked


def render_method_not_allowed(get_response: Answer) -> Answer:
    """Whoever opens a button's address like a page, such as by reloading it, reads a page and not Django's blank."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    return middleware


def forbid_storing_member_pages(get_response: Answer) -> Answer:
    """A page made for a member is never stored: the next person at a shared computer must not go back to it.

    A picture may be ("private, no-cache"): the browser asks us each time before it shows it, so we see who looks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and response.get("Cache-Control") != "private, no-cache":
            add_never_cache_headers(response)
        return response

    return middleware


def activate_language(get_response: Answer) -> Answer:
    """The language a member chose, else that of this browser's choice, of its settings, of the community.

    Stands after the middleware that knows the member, and gives the thread back as it was."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = request.user.language if request.user.is_authenticated else ""
        if language not in dict(settings.LANGUAGES):
            language = translation.get_language_from_request(request)
        request.LANGUAGE_CODE = language  # where Django keeps it; community/core/views.py reads it after a failure
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware
