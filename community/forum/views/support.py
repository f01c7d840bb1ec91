"""Reactions under a post: give one, take it back, and see who gave them."""

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from community.core.access import MemberRequest, members
from community.core.http.fragments import wants_fragment
from community.forum import operations
from community.forum.models import Post, Reaction
from community.forum.selectors.entries import OwnState
from community.forum.selectors.reactions import NAMES, support_of


@require_http_methods(["GET", "HEAD", "POST"])
@members
def support(request: MemberRequest, pk: int) -> HttpResponse:
    """List who reacted to a post; a POST gives a reaction, or takes it back with an empty one."""
    post = get_object_or_404(Post.objects.visible_to(request.user).select_related("thread", "author"), pk=pk)
    if request.method != "POST":
        context = {"post": post, "thread": post.thread, "givers": support_of(post), "most": NAMES}
        return render(request, "forum/support.html", context)
    reaction = request.POST.get("reaction")
    if reaction:
        if reaction not in Reaction.values:
            raise BadRequest
        post = operations.give_support(post, request.user, reaction)
    elif reaction == "":  # a form without the field lost its button to a script: change nothing
        post = operations.take_support_back(post, request.user)
    if wants_fragment(request) and reaction is not None:
        context = {"post": post, "own": OwnState(reaction=reaction), "in_its_place": True}
        return render(request, "forum/_support.html#given", context)
    return redirect(post.thread.url_of(post))
