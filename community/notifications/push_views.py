"""Turn push messages on for a browser, and off for any of the member's; store what a browser has renewed."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from community.core.access import MemberRequest, everyone, members
from community.core.http.origins import from_own_page, page_before
from community.notifications import operations
from community.notifications.push_device import device_of, give_cookie
from community.notifications.push_forms import NOT_POSSIBLE, PushForm
from community.notifications.socket_messages import name_of_session


@require_POST
@members
def turn_on_push(request: MemberRequest) -> HttpResponse:
    """Store the subscription that js/push.js got from the browser."""
    response = redirect(page_before(request))
    form = PushForm(request.POST)
    if not form.is_valid():
        messages.error(request, NOT_POSSIBLE)
        return response
    operations.turn_on_push(
        request.user,
        **form.cleaned_data,
        browser=request.headers.get("User-Agent", ""),
        device=device_of(request) or give_cookie(response),
        session=name_of_session(request.session.session_key or ""),
    )
    messages.success(request, _("Notifications are on for this device."))
    return response


@csrf_exempt  # a service worker has no token; its Origin is checked instead
@require_POST
@members
def renew_push(request: MemberRequest) -> HttpResponse:
    """Store the subscription that the browser has renewed (static/js/service-worker.js); 404 where push is off."""
    if not from_own_page(request, must_say=True):
        return HttpResponse(status=403)
    form = PushForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    is_stored = operations.renew_push(request.user, device=device_of(request), **form.cleaned_data)
    return HttpResponse(status=204 if is_stored else 404)


@require_POST
@members
def turn_off_push(request: MemberRequest, pk: int) -> HttpResponse:
    """Stop push messages to one device; one that was removed already is off, too."""
    operations.turn_off_push(request.user, pk)
    messages.success(request, _("Notifications are off for that device."))
    return redirect(page_before(request))


@everyone
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the site as an app: an iPhone shows push messages only of a site on its home screen (W3C manifest)."""
    app = {"name": settings.COMMUNITY_NAME, "start_url": "/", "scope": "/", "display": "standalone"}
    return JsonResponse(app, content_type="application/manifest+json")
