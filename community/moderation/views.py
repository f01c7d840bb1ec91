"""The moderators' pages. A page for deciding shows a review and applies the decision that its form submits."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.core.access import moderators
from community.core.exceptions import Conflict
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.core.text.parsing import number_in
from community.forum.models import Post, Thread
from community.forum.selectors.moved import merged_into
from community.moderation.forms import AuditFilter, DecisionForm, LabelForm, MoveForm, NarrowForm, PinForm
from community.moderation.models import Act, AuditEntry
from community.moderation.queue_views import chosen_in, redirect_to_next
from community.moderation.review import AppealReview, PostReview, Review, ThreadReview, UndoReview
from community.moderation.selectors.audit_log import audit_log
from community.moderation.selectors.queue import open_queue
from community.moderation.selectors.titles import with_titles
from community.safety.models import Case

if TYPE_CHECKING:
    from community.members.models import Member

# The forms of ThreadReview, by their prefixes.
THREAD_FORMS: dict[str, type[DecisionForm]] = {
    Act.LOCK_THREAD.value: DecisionForm,
    Act.UNLOCK_THREAD.value: DecisionForm,
    Act.PIN_THREAD.value: PinForm,
    Act.UNPIN_THREAD.value: DecisionForm,
    Act.LABEL_THREAD.value: LabelForm,
    Act.MOVE_THREAD.value: MoveForm,
    Act.NARROW_THREAD.value: NarrowForm,
}


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(DecisionForm, label_post=LabelForm)
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Review one case beside the queue."""
    case = get_object_or_404(Case.objects.visible_to(request.user).for_display(), pk=case_id)
    if case.is_appeal:
        return respond(request, AppealReview(_viewer(request), case), with_queue=True)
    return respond(request, PostReview.of_case(_viewer(request), case), with_queue=True)


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(DecisionForm, label_post=LabelForm)
def moderate_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Review one post in any state, with its revisions and the posts around it."""
    post = get_object_or_404(Post.objects.select_related("thread__group", "author"), pk=post_id)
    return respond(request, PostReview.of_post(_viewer(request), post))


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(**THREAD_FORMS)
def moderate_thread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Review a whole discussion: lock, pin, label, move or narrow it. One that was merged leads to the other."""
    thread = Thread.objects.visible_to(request.user).for_display().filter(pk=thread_id).first()
    if thread is None and (other := merged_into(thread_id, request.user)):
        return redirect("moderate_thread", other.pk)
    if thread is None:
        raise Http404
    return respond(request, ThreadReview(_viewer(request), thread))


@moderators
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Show the log, the latest entry first; ?before= is the last entry of the page before."""
    form = AuditFilter(request.GET)
    before = number_in(request.GET.get("before", ""))
    log = audit_log(request.user, form.chosen(), before=before)
    page = {
        "filter": form,
        "rows": log.rows,
        "latest": _before(request, "") if before else "",
        "older": _before(request, log.next_before) if log.next_before else "",
    }
    return render(request, "moderation/audit.html", page)


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(DecisionForm)
def undo(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Undo an act, with a reason."""
    entries = AuditEntry.objects.visible_to(request.user).for_display().select_related("case")
    return respond(request, UndoReview(_viewer(request), get_object_or_404(entries, pk=entry_id)))


def respond(request: HttpRequest, review: Review, *, with_queue: bool = False) -> HttpResponse:
    """Show the review, or apply the submitted decision; a refused one is shown again with its text."""
    if request.method == "POST":
        form = review.bind(request.POST)
        if changed := review.conflict_since(request.POST.get("version", "")):
            return _show(request, review, with_queue, refused=changed, status=409)
        if not form.is_valid():
            return _show(request, review, with_queue, status=422)
        if review.preview(request.POST):
            return _show(request, review, with_queue)
        try:
            entry = review.apply()
        except PermissionDenied as refused:
            return _show(request, review, with_queue, refused=str(refused), status=403)
        except Conflict as conflict:
            return _show(request, review, with_queue, refused=str(conflict), status=409)
        messages.success(request, _done(entry))
        is_done = with_queue and review.success_url == reverse("queue")
        return redirect_to_next(request) if is_done else redirect(review.success_url)
    if review.acts():
        review.restored = stash.pop(request, request.path) or {}
    return _show(request, review, with_queue)


def _show(
    request: HttpRequest, review: Review, with_queue: bool, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """Render a review; `refused` says why nothing was changed."""
    page: dict[str, Any] = {"review": review, "earlier_rows": with_titles(review.earlier), "refused": refused}
    if with_queue:
        page["queue"] = open_queue(_viewer(request), chosen_in(request))
    return render(request, review.template, page, status=status)


def _done(entry: AuditEntry) -> str:
    """Write the message after a decision, with a link to undo it."""
    undo = format_html('<a href="{}" data-undo>{}</a>', reverse("undo", args=[entry.pk]), _("Undo"))
    return format_html("{} {}", _("Done, and recorded in the log."), undo)


def _before(request: HttpRequest, cursor: int | str) -> str:
    """Return the query string of the page before `cursor`, with the same filters."""
    query = request.GET.copy()
    query["before"] = str(cursor)
    return f"?{query.urlencode()}"


def _viewer(request: HttpRequest) -> "Member":
    return cast("Member", request.user)
