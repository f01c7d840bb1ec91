"""Block a member, and the list of those whom the viewer has blocked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.core.access import MemberRequest, members
from community.core.http.origins import own_page
from community.core.text.parsing import number_in
from community.forum import operations
from community.forum.selectors.blocked import blocked_rows
from community.members.models import Member
from community.members.policies import check_can_block


@require_http_methods(["GET", "HEAD", "POST"])
@members
def block_member(request: MemberRequest, username: str) -> HttpResponse:
    """Say what a block does, and begin one; a POST with `block` "no" ends it. Then go back to the member's page."""
    person = get_object_or_404(Member.objects.filter(is_active=True), username__iexact=username)
    if request.method != "POST":
        check_can_block(request.user, person)
        return render(request, "forum/block_member.html", {"person": person})
    if request.POST.get("block") == "no":
        operations.unblock_member(person, request.user)
        messages.success(request, _("%(name)s is no longer blocked.") % {"name": person.username})
    else:
        operations.block_member(person, request.user)
        messages.success(request, _("You’ve blocked %(name)s. We haven’t told them.") % {"name": person.username})
    return redirect(own_page(request.POST.get("next", "")) or person)


@require_safe
@members
def blocked_members(request: MemberRequest) -> HttpResponse:
    """List whom the member has blocked; the row of `?member`, whose block has just ended, stays for "Block again"."""
    rows = blocked_rows(request.user, unblocked=number_in(request.GET.get("member", "")) or 0)
    return render(request, "forum/blocked_members.html", {"rows": rows})
