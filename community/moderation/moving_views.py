"""The moderators' pages that move posts between discussions, or edit a post's text."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from community.core.access import moderators
from community.core.input_recovery.forms import accepts_forms
from community.core.text.parsing import number_in
from community.forum.models import Post, Thread
from community.moderation.forms import DecisionForm
from community.moderation.moving_forms import MergeForm, SplitForm, TextForm
from community.moderation.review import CorrectionReview, MergeReview, RedactionReview, SplitReview
from community.moderation.views import respond

if TYPE_CHECKING:
    from community.members.models import Member


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(MergeForm)
def merge_thread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Merge a discussion into another one, after a preview."""
    return respond(request, MergeReview(_viewer(request), _thread(request, thread_id)))


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(SplitForm)
def split_thread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Move some posts of a discussion, after a preview; ?after= is the last post of the page before."""
    after = number_in(request.GET.get("after", "")) or 0
    return respond(request, SplitReview(_viewer(request), _thread(request, thread_id), after))


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(TextForm)
def edit_text(request: HttpRequest, post_id: int) -> HttpResponse:
    """Edit the text of a member's post."""
    post = get_object_or_404(Post.objects.select_related("thread__group", "author"), pk=post_id)
    return respond(request, CorrectionReview(_viewer(request), post))


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(DecisionForm)
def redact_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ask to erase the text of a post for good, or erase it after another moderator has asked."""
    post = get_object_or_404(Post.objects.select_related("thread__group", "author"), pk=post_id)
    return respond(request, RedactionReview(_viewer(request), post))


def _thread(request: HttpRequest, pk: int) -> Thread:
    return get_object_or_404(Thread.objects.visible_to(request.user).for_display(), pk=pk)


def _viewer(request: HttpRequest) -> "Member":
    return cast("Member", request.user)
