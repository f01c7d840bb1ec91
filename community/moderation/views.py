"""The moderators' pages. A page for deciding shows a review and applies the decision that its form submits."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.core.access import moderators
from community.core.exceptions import Conflict
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.core.text.parsing import number_in
from community.forum.models import Post, Thread
from community.moderation.forms import AuditFilter, DecisionForm, LabelForm, MoveForm, PinForm
from community.moderation.models import Act, AuditEntry
from community.moderation.review import PostReview, Review, ThreadReview, UndoReview
from community.moderation.selectors.audit_log import audit_log
from community.moderation.selectors.queue import open_queue
from community.moderation.selectors.statistics import queue_statistics
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
}


@moderators
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show the open cases: the most urgent first, then the one that has waited longest."""
    page = {"queue": open_queue(request.user), "statistics": queue_statistics(request.user)}
    return render(request, "moderation/queue.html", page)


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(DecisionForm, label_post=LabelForm)
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Review one case beside the queue."""
    case = get_object_or_404(Case.objects.visible_to(request.user).for_display(), pk=case_id)
    return _respond(request, PostReview.of_case(_viewer(request), case), with_queue=True)


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(DecisionForm, label_post=LabelForm)
def moderate_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Review one post in any state, with its revisions and the posts around it."""
    post = get_object_or_404(Post.objects.select_related("thread__group", "author"), pk=post_id)
    return _respond(request, PostReview.of_post(_viewer(request), post))


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(**THREAD_FORMS)
def moderate_thread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Review a whole discussion: lock, pin, label or move it."""
    thread = get_object_or_404(Thread.objects.visible_to(request.user).for_display(), pk=thread_id)
    return _respond(request, ThreadReview(_viewer(request), thread))


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
    return _respond(request, UndoReview(_viewer(request), get_object_or_404(entries, pk=entry_id)))


def _respond(request: HttpRequest, review: Review, *, with_queue: bool = False) -> HttpResponse:
    """Show the review, or apply the submitted decision; a refused one is shown again with its text."""
    if request.method == "POST":
        form = review.bind(request.POST)
        if changed := review.conflict_since(request.POST.get("version", "")):
            return _show(request, review, with_queue, refused=changed, status=409)
        if not form.is_valid():
            return _show(request, review, with_queue, status=422)
        try:
            entry = review.apply()
        except PermissionDenied as refused:
            return _show(request, review, with_queue, refused=str(refused), status=403)
        except Conflict as conflict:
            return _show(request, review, with_queue, refused=str(conflict), status=409)
        messages.success(request, _done(entry, review.next_case()))
        return redirect(review.success_url)
    if review.acts():
        review.restored = stash.pop(request, request.path) or {}
    return _show(request, review, with_queue)


def _show(
    request: HttpRequest, review: Review, with_queue: bool, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """Render a review; `refused` says why nothing was changed."""
    page: dict[str, Any] = {"review": review, "earlier_rows": with_titles(review.earlier), "refused": refused}
    if with_queue:
        page["queue"] = open_queue(request.user)
    return render(request, review.template, page, status=status)


def _done(entry: AuditEntry, next_case: Case | None) -> str:
    """Write the message after a decision, with links to undo it and to the next case."""
    links = [(reverse("undo", args=[entry.pk]), _("Undo"))]
    if next_case:
        links.append((reverse("case", args=[next_case.pk]), _("Next case")))
    shown = format_html_join(" ", '<a href="{}">{}</a>', links)
    return format_html("{} {}", _("Done, and recorded in the log."), shown)


def _before(request: HttpRequest, cursor: int | str) -> str:
    """Return the query string of the page before `cursor`, with the same filters."""
    query = request.GET.copy()
    query["before"] = str(cursor)
    return f"?{query.urlencode()}"


def _viewer(request: HttpRequest) -> "Member":
    return cast("Member", request.user)
