"""Mark all discussions of a group as read, and take that back until another page of the group is opened."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.core.access import MemberRequest, members
from community.forum import operations
from community.forum.models import Group

MARKED = "marked_read"  # session key: what the last marking changed
MOST = 200  # discussions whose numbers a session stores; marking more cannot be undone


@require_POST
@members
def read_group(request: MemberRequest, slug: str) -> HttpResponse:
    """Mark all discussions of the group as read, and offer to undo it."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    marked = operations.read_group(group, request.user)
    if marked.visits and len(marked.visits) <= MOST:
        request.session[MARKED] = {"group": group.pk, **marked._asdict()}
    else:
        request.session.pop(MARKED, None)
    messages.success(request, _("All discussions in this group are marked as read."))
    return redirect(f"{group.get_absolute_url()}?marked=read")


@require_POST
@members
def unread_group(request: MemberRequest, slug: str) -> HttpResponse:
    """Undo marking the group as read. A second click has nothing to do."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    marked = request.session.get(MARKED)
    if marked and marked["group"] == group.pk:
        del request.session[MARKED]
        visits = [operations.VisitBefore(*visit) for visit in marked["visits"]]
        operations.unread_group(request.user, visits, marked["notifications"])
        messages.success(request, _("Undone. They’re shown as new again."))
    return redirect(group)


def may_unread(request: HttpRequest, group: Group) -> bool:
    """Whether this page of the group offers to undo the marking: the one that came after it."""
    if "marked" not in request.GET or not request.user.is_authenticated:
        return False
    marked = request.session.get(MARKED)
    return marked is not None and marked["group"] == group.pk
