"""The list of what a member is told."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from community.core.access import MemberRequest, members
from community.core.numbers import number_in
from community.notifications import operations
from community.notifications.rows import rows_for

PER_PAGE = 30


@members
def notifications(request: MemberRequest) -> HttpResponse:
    """Unread first, then the newest; or the unread ones alone."""
    chosen = "unread" if request.GET.get("show") == "unread" else "all"
    found = request.user.notifications.all() if chosen == "all" else request.user.notifications.unread()
    page = Paginator(found.unread_first(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": rows_for(request.user, list(page)), "chosen": chosen}
    return render(request, "notifications/notifications.html", context)


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
    """Mark one notification, or all, as read."""
    if "notification" in request.POST:
        operations.read(request.user, [number_in(request.POST["notification"]) or 0])
    else:
        operations.read(request.user)
    show = "?show=unread" if request.POST.get("show") == "unread" else ""
    return redirect(reverse("notifications") + show)
