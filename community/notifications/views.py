"""The list of what a member is told."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from community.core.access import MemberRequest, members
from community.core.http.fragments import wants_fragment
from community.core.text.parsing import number_in
from community.notifications import live, operations
from community.notifications.selectors import rows_for

PER_PAGE = 30


@members
def notifications(request: MemberRequest) -> HttpResponse:
    """Unread first, then the newest; or the unread ones alone."""
    page = _page(request, show=request.GET.get("show", ""), number=request.GET.get("page", ""))
    return render(request, "notifications/notifications.html", page)


@members
def open_notification(request: MemberRequest, pk: int) -> HttpResponse:
    """Go to what the notification is about; it is read then."""
    found = get_object_or_404(request.user.notifications, pk=pk)
    rows = rows_for(request.user, [found])
    operations.read(request.user, [found.pk])
    return redirect(rows[0].url if rows and rows[0].url else "notifications")


@require_POST
@members
def read_notifications(request: MemberRequest) -> HttpResponse:
    """Mark one notification, or all, as read; in place, the list and the bell follow."""
    if "notification" in request.POST:
        operations.read(request.user, [number_in(request.POST["notification"]) or 0])
        messages.success(request, _("Marked as read."))
    else:
        operations.read(request.user)
        messages.success(request, _("All are marked as read."))
    show, number = request.POST.get("show", ""), request.POST.get("page", "")
    if wants_fragment(request):
        page = _page(request, show=show, number=number)
        response = render(request, "notifications/notifications.html#marked", page)
        return trigger_client_event(
            response, "alongside:inbox", live.inbox_messages([request.user.pk])[request.user.pk]
        )
    asked = ({"show": "unread"} if show == "unread" else {}) | (
        {"page": number} if (number_in(number) or 1) > 1 else {}
    )
    return redirect(reverse("notifications") + (f"?{urlencode(asked)}" if asked else ""))


def _page(request: MemberRequest, *, show: str, number: str) -> dict[str, Any]:
    """A page of the list; a number that is none gives the first, one beyond the end the last."""
    chosen = "unread" if show == "unread" else "all"
    found = request.user.notifications.all() if chosen == "all" else request.user.notifications.unread()
    page = Paginator(found.unread_first(), PER_PAGE).get_page(number)
    return {"page": page, "rows": rows_for(request.user, list(page)), "chosen": chosen}
