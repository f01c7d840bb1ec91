"""The sign-up for the newsletter."""

import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.core.access import everyone
from community.core.http import limits
from community.core.http.origins import own_page
from community.core.input_recovery.forms import accepts_forms
from community.core.text.email_addresses import meant_instead
from community.newsletter.forms import SubscribeForm
from community.newsletter.operations import subscribe
from community.newsletter.policies import check_own_page

logger = logging.getLogger(__name__)


@csrf_exempt  # reads no session, and checks the page's origin instead (policies.py)
@require_http_methods(["GET", "HEAD", "POST"])
@everyone
@accepts_forms(SubscribeForm)
def newsletter_subscribe(request: HttpRequest) -> HttpResponse:
    """Show the sign-up form on its own page: empty, with an error, or with a panel that says the outcome."""
    if request.method != "POST":
        return _render_form(request, SubscribeForm())
    check_own_page(request)
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        return _render_form(request, form, status=422)
    if not limits.allow(f"newsletter:{limits.network_of(request)}", settings.SIGNUPS_PER_HOUR):
        return _render_form(request, form, panel="limit", status=429)
    try:
        subscribe(form.cleaned_data["email"], _own_path(request))
    except DatabaseError:
        logger.exception("A newsletter sign-up could not be stored")
        return _render_form(request, form, panel="failure", status=503)
    return _render_form(request, form, panel="success", meant=meant_instead(form.cleaned_data["email"]))


def _render_form(
    request: HttpRequest, form: SubscribeForm, panel: str = "", meant: str = "", status: int = 200
) -> HttpResponse:
    context = {"newsletter": form, "panel": panel, "meant": meant, "newsletter_page": _own_path(request)}
    return render(request, "newsletter/subscribe.html", context, status=status)


def _own_path(request: HttpRequest) -> str:
    """Return the path of the page that the form was on; empty if it is not of this site, or this page."""
    page = request.POST.get("page", "")[:200]
    return own_page(page) if page != request.path else ""
