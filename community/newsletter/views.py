"""The newsletter's sign-up over HTTP."""

import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.core.access import everyone
from community.core.http import limits
from community.core.input_recovery.forms import accepts_forms
from community.newsletter.forms import SubscribeForm
from community.newsletter.operations import subscribe
from community.newsletter.policies import check_own_page

logger = logging.getLogger(__name__)


@csrf_exempt  # DESIGN, rule 11: reads no session and checks where the form stands instead
@require_http_methods(["GET", "HEAD", "POST"])
@everyone
@accepts_forms(SubscribeForm)
def newsletter_subscribe(request: HttpRequest) -> HttpResponse:
    """The box on a page of its own: empty, with an error, or with the panel that says how it went."""
    if request.method != "POST":
        return _box(request, SubscribeForm())
    check_own_page(request)
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        return _box(request, form, status=422)
    if not limits.allow(f"newsletter:{limits.client_address(request)}", settings.SIGNUPS_PER_HOUR):
        return _box(request, form, panel="limit", status=429)
    try:
        subscribe(form.cleaned_data["email"], _own_path(request))
    except DatabaseError:
        logger.exception("A newsletter sign-up could not be stored")
        return _box(request, form, panel="failure", status=503)
    return _box(request, form, panel="success")


def _box(request: HttpRequest, form: SubscribeForm, panel: str = "", status: int = 200) -> HttpResponse:
    context = {"newsletter": form, "panel": panel, "newsletter_page": _own_path(request)}
    return render(request, "newsletter/subscribe.html", context, status=status)


def _own_path(request: HttpRequest) -> str:
    """The page that the box stood on; empty when it is none of ours, or this one."""
    page = request.POST.get("page", "")[:200]
    ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if ours and page != request.path else ""
