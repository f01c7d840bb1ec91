"""What was published in a thread since the member's last visit, and marking all of it as read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.core.access import MemberRequest, members
from community.core.text.parsing import number_in
from community.forum import operations
from community.forum.selectors.catch_up import news_since
from community.forum.selectors.thread_page import ThreadPage
from community.forum.views.muted_labels import hidden_page
from community.forum.views.thread_page import thread_page_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@members
def catch_up(request: MemberRequest, pk: int) -> HttpResponse:
    """The news of a thread. ?since= keeps the number that they began with, although visits move it meanwhile."""
    page = thread_page_or_404(request, pk)
    thread, reading = page.thread, page.reading
    if request.method == "POST":
        return _mark_as_read(request, page)
    if hidden := hidden_page(request, thread):
        return hidden
    asked = number_in(request.GET.get("since", ""))
    since = reading.read_up_to if asked is None else min(asked, thread.last_number)
    unread = reading.read_through < thread.last_number or reading.has_unread_notifications
    context = {
        "thread": thread,
        "since": since,
        "news": news_since(since, thread, request.user, blocks=reading.blocks_somebody) if since else None,
        "continue_at": page.continue_at,
        "seen_before": bool(reading.read_up_to),
        "unread": bool(reading.read_up_to) and unread,
    }
    return render(request, "forum/catch_up.html", context)


def _mark_as_read(request: MemberRequest, page: ThreadPage) -> HttpResponse:
    number = min(number_in(request.POST.get("upto", "")) or 0, page.thread.last_number)
    if number:
        operations.visit(request.user, page.thread, page.reading, number=number)
        messages.success(request, _("Everything in this discussion is marked as read."))
    return redirect(f"{page.thread.get_absolute_url()}?page=last#last")
