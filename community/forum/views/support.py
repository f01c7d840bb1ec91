"""Signs of support under a post: give one, take it back, and see from whom they are."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from community.core.access import MemberRequest, members
from community.core.http.fragments import wants_fragment
from community.forum import operations
from community.forum.models import Post, Reaction
from community.forum.selectors import entries


@require_http_methods(["GET", "HEAD", "POST"])
@members
def support(request: MemberRequest, pk: int) -> HttpResponse:
    """Who sent support, for members who may read the post; by POST give a reaction, or with an empty one take it back."""
    found = get_object_or_404(Post.objects.visible_to(request.user).select_related("thread", "author"), pk=pk)
    if request.method != "POST":
        page = {"post": found, "thread": found.thread, "givers": entries.support_of(found), "most": entries.NAMES}
        return render(request, "forum/support.html", page)
    reaction = request.POST.get("reaction")
    if reaction:
        if reaction not in Reaction.values:
            raise BadRequest
        found = operations.give_support(found, request.user, reaction)
    elif reaction == "":  # without a reaction at all a script has lost the button: nothing changes
        found = operations.take_support_back(found, request.user)
    if wants_fragment(request) and reaction is not None:
        vars(found)["my_reaction"] = reaction
        return render(request, "forum/_support.html#given", {"post": found, "in_its_place": True})
    return redirect(found.thread.url_of(found))
