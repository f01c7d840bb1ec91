"""What came since her last visit, put together; and being done with all of it at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.core.access import MemberRequest, members
from community.core.text.parsing import number_in
from community.forum import operations
from community.forum.selectors.catch_up import news_since
from community.forum.views.muted_labels import hidden_page
from community.forum.views.threads import find_thread


@require_http_methods(["GET", "HEAD", "POST"])
@members
def catch_up(request: MemberRequest, pk: int) -> HttpResponse:
    """The news of a discussion. ?since= is where they began when she opened it: a look at the last page meanwhile
    takes none of them away."""
    found = find_thread(request, pk)
    marks = vars(found)
    seen, read_through = marks["seen"] or 0, marks["read_through"] or 0
    if request.method == "POST":
        upto = min(number_in(request.POST.get("upto", "")) or 0, found.last_number)
        if upto:
            operations.visit(
                request.user, found, number=upto, already=seen, read_through=read_through, notified=marks["notified"]
            )
            messages.success(request, _("All of this discussion is marked as read."))
        return redirect(f"{found.get_absolute_url()}?page=last#last")
    if hidden := hidden_page(request, found):
        return hidden
    asked = number_in(request.GET.get("since", ""))
    since = seen if asked is None else min(asked, found.last_number)
    context = {
        "thread": found,
        "since": since,
        "news": news_since(since, found, request.user) if since else None,
        "goes_on": read_through + 1 if 0 < read_through < found.last_number else None,
        "seen_before": bool(seen),
        "unread": bool(seen) and (read_through < found.last_number or marks["notified"]),
    }
    return render(request, "forum/catch_up.html", context)
