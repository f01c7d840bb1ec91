"""The moderators' pages. A page for deciding shows a review, and takes what its form sends."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.core.access import moderators
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.core.text.parsing import number_in
from community.forum.models import Post, Thread
from community.forum.operations import NotPossible
from community.moderation.forms import AuditFilter, DecisionForm, LabelForm, MoveForm, PinForm
from community.moderation.models import Act, AuditEntry
from community.moderation.review import PostReview, Review, ThreadReview, UndoReview
from community.moderation.selectors.figures import figures_for
from community.moderation.selectors.queue import lines_of
from community.safety.models import Case
from community.safety.operations import Stale

if TYPE_CHECKING:
    from community.members.models import Member

QUEUE_PAGE = 50
AUDIT_PAGE = 50
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
    """The open cases: the most urgent first, then the one that has waited longest."""
    return render(request, "moderation/queue.html", _queue(request) | {"figures": figures_for(request.user)})


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(DecisionForm, label_post=LabelForm)
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case beside the queue, with all that is known about it, and the acts it calls for."""
    found = get_object_or_404(Case.objects.visible_to(request.user).for_display(), pk=case_id)
    return _answer(request, PostReview.of_case(_viewer(request), found), _queue(request))


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(DecisionForm, label_post=LabelForm)
def moderate_post(request: HttpRequest, post_id: int) -> HttpResponse:
    """One post, whatever its state, with its history, the posts around it and the acts that it allows."""
    post = get_object_or_404(Post.objects.select_related("thread__group", "author"), pk=post_id)
    return _answer(request, PostReview.of_post(_viewer(request), post))


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(**THREAD_FORMS)
def moderate_thread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """One discussion as a whole: close it, pin it, move it."""
    thread = get_object_or_404(Thread.objects.visible_to(request.user).for_display(), pk=thread_id)
    return _answer(request, ThreadReview(_viewer(request), thread))


@moderators
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """What moderators did, the latest first; pages by key: ?before= is the last entry of the page before."""
    chosen = AuditFilter(request.GET)
    entries = AuditEntry.objects.visible_to(request.user).for_display().filter(**chosen.narrows())
    before = number_in(request.GET.get("before", ""))
    found = list((entries.filter(pk__lt=before) if before else entries)[: AUDIT_PAGE + 1])
    query = request.GET.copy()
    latest = f"?{_with(query, before='')}" if before else ""
    older = f"?{_with(query, before=found[AUDIT_PAGE - 1].pk)}" if len(found) > AUDIT_PAGE else ""
    page = {"filter": chosen, "lines": lines_of(found[:AUDIT_PAGE]), "older": older, "latest": latest}
    return render(request, "moderation/audit.html", page)


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(DecisionForm)
def undo(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take back an act, with a reason."""
    entries = AuditEntry.objects.visible_to(request.user).for_display().select_related("case")
    return _answer(request, UndoReview(_viewer(request), get_object_or_404(entries, pk=entry_id)))


def _answer(request: HttpRequest, review: Review, page: dict[str, Any] | None = None) -> HttpResponse:
    """Show the review, or do what its form says; whatever is refused comes back with a sentence and the text."""
    page = {"review": review, "lines_before": lines_of(review.earlier)} | (page or {})
    if request.method != "POST":
        if review.acts():
            review.restored = stash.pop(request, request.path) or {}
        return render(request, review.template, page)
    form = review.bind(request.POST)
    if happened := review.happened_since(request.POST.get("version", "")):
        return render(request, review.template, page | {"refused": happened}, status=409)
    if not form.is_valid():
        return render(request, review.template, page, status=422)
    try:
        entry = review.apply()
    except PermissionDenied as refused:
        return render(request, review.template, page | {"refused": str(refused)}, status=403)
    except (NotPossible, Stale) as is_superseded:
        return render(request, review.template, page | {"refused": str(is_superseded)}, status=409)
    messages.success(request, _done(entry, review.next_case()))
    return redirect(review.then)


def _done(entry: AuditEntry, next_case: Case | None) -> str:
    ways = [(reverse("undo", args=[entry.pk]), _("Undo"))]
    if next_case:
        ways.append((reverse("case", args=[next_case.pk]), _("Next case")))
    return format_html("{} {}", _("Done, and written in the log."), format_html_join(" ", '<a href="{}">{}</a>', ways))


def _with(query: QueryDict, *, before: object) -> str:
    query["before"] = str(before)
    return query.urlencode()


def _queue(request: HttpRequest) -> dict[str, Any]:
    waiting = Case.objects.visible_to(request.user).open()
    return {"waiting": waiting.count(), "lines": lines_of(waiting.in_order().for_display()[:QUEUE_PAGE])}


def _viewer(request: HttpRequest) -> "Member":
    return cast("Member", request.user)
