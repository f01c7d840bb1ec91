"""The list of a member's notifications, what the bell and open pages fetch, and another try of a broken address."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from community.core import refs
from community.core.access import MemberRequest, members
from community.core.http.fragments import wants_fragment
from community.core.http.origins import page_before
from community.core.text.parsing import number_in
from community.notifications import operations, socket_messages
from community.notifications.models import Preferences
from community.notifications.selectors.notification_list import rows_for
from community.notifications.selectors.notification_page import FILTERS, newest_since, notification_list, preview

LATEST_VERSION = 10**17  # microseconds; a date that far away cannot be written


@members
def notifications(request: MemberRequest) -> HttpResponse:
    """Show the list, unread first: all, the unread ones, or some kinds."""
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
    """Mark one notification as read, all about a discussion, or all that the list shows."""
    show, number = request.POST.get("show", ""), request.POST.get("page", "")
    if "notification" in request.POST:
        operations.read(request.user, [number_in(request.POST["notification"]) or 0])
        messages.success(request, _("Marked as read."))
    elif thread := number_in(request.POST.get("thread", "")):
        operations.read(request.user, context=f"thread:{thread}")
        messages.success(request, _("Everything about this discussion is marked as read."))
    else:
        operations.read(request.user, kinds=FILTERS.get(show, ()))
        messages.success(request, _("Everything is marked as read."))
    if wants_fragment(request):
        return _list_fragment(request, show=show, number=number)
    query = {"show": show} if show in FILTERS and show != "all" else {}
    if (number_in(number) or 1) > 1:
        query["page"] = number
    return redirect(reverse("notifications") + (f"?{urlencode(query)}" if query else ""))


@members
def notification_preview(request: MemberRequest) -> HttpResponse:
    """Show the newest few below the bell; a POST marks all as read first."""
    if request.method == "POST":
        operations.read(request.user)
    figures = socket_messages.inbox_message(request.user.pk)
    context = {"rows": preview(request.user), "figures": figures}
    return render(request, "notifications/_preview.html", context)


@require_GET
@members
def figures(request: MemberRequest) -> HttpResponse:
    """Answer what the page's socket would send, for pages without one."""
    pk = number_in(request.GET.get("thread", ""))
    thread = f"thread:{pk}" if pk and refs.visible(f"thread:{pk}", request.user) else ""
    return JsonResponse({"messages": socket_messages.current_messages(request.user, thread)})


@require_GET
@members
def arrival(request: MemberRequest) -> HttpResponse:
    """Show the newest notification since a version of the figures, as a toast; empty where there is none.

    `thread` is the discussion that the page shows."""
    has_none = Preferences.objects.filter(pk=request.user.pk, shows_toasts=False).exists()
    version = min(number_in(request.GET.get("since", "")) or 0, LATEST_VERSION)
    thread = number_in(request.GET.get("thread", "")) or 0
    row = None if has_none or not version else newest_since(request.user, version, open_thread=thread)
    return render(request, "notifications/_arrival.html", {"row": row}) if row else HttpResponse(status=204)


@require_POST
@members
def toasts(request: MemberRequest) -> HttpResponse:
    """Switch toasts on or off; with script the toast says so, and offers to undo it."""
    shows = request.POST.get("show") == "yes"
    operations.show_toasts(request.user, shows=shows)
    if wants_fragment(request):
        return render(request, "notifications/_toasts.html", {"shows": shows})
    text = _("New alerts show on the page you’re on.") if shows else _("New alerts no longer show on the page.")
    messages.success(request, text)
    return redirect(page_before(request))


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
