"""The list of a member's notifications, and another try of an address that did not work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from community.core.access import MemberRequest, members
from community.core.http.fragments import wants_fragment
from community.core.http.origins import page_before
from community.core.text.parsing import number_in
from community.notifications import operations, socket_messages
from community.notifications.selectors.notification_list import notification_list, rows_for


@members
def notifications(request: MemberRequest) -> HttpResponse:
    """Show the list, unread first, or the unread ones alone."""
    page = notification_list(request.user, show=request.GET.get("show", ""), number=request.GET.get("page", ""))
    return render(request, "notifications/notifications.html", {"notifications": page})


@members
def open_notification(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark a notification as read and redirect to what it is about."""
    notification = get_object_or_404(request.user.notifications, pk=pk)
    rows = rows_for(request.user, [notification])
    operations.read(request.user, [notification.pk])
    return redirect(rows[0].url if rows and rows[0].url else "notifications")


@require_POST
@members
def read_notifications(request: MemberRequest) -> HttpResponse:
    """Mark one notification, or all, as read."""
    if "notification" in request.POST:
        operations.read(request.user, [number_in(request.POST["notification"]) or 0])
        messages.success(request, _("Marked as read."))
    else:
        operations.read(request.user)
        messages.success(request, _("Everything is marked as read."))
    show, number = request.POST.get("show", ""), request.POST.get("page", "")
    if wants_fragment(request):
        return _list_fragment(request, show=show, number=number)
    query = {"show": "unread"} if show == "unread" else {}
    if (number_in(number) or 1) > 1:
        query["page"] = number
    return redirect(reverse("notifications") + (f"?{urlencode(query)}" if query else ""))


def _list_fragment(request: MemberRequest, *, show: str, number: str) -> HttpResponse:
    """Render the list alone, and let the page's script update the bell."""
    page = notification_list(request.user, show=show, number=number)
    response = render(request, "notifications/notifications.html#marked", {"notifications": page})
    message = socket_messages.inbox_messages([request.user.pk])[request.user.pk]
    return trigger_client_event(response, "alongside:inbox", message)


@require_POST
@members
def try_email_again(request: MemberRequest) -> HttpResponse:
    """Send notifications by email again, after a bounce or a complaint."""
    operations.resume_email(request.user)
    messages.success(request, _("We’ll send you notifications by email again."))
    return redirect(page_before(request))
