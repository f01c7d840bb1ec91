"""The queue: its page, the next case, claims, and one decision about several cases."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.core.access import moderators
from community.core.input_recovery.forms import accepts_forms
from community.core.text.parsing import number_in
from community.moderation.bulk import decide_each
from community.moderation.forms import BulkForm, QueueFilterForm
from community.moderation.models import CannedReason
from community.moderation.review import AppealReview, PostReview
from community.moderation.selectors.queue import QueueFilter, open_queue, waiting_for
from community.moderation.selectors.statistics import queue_statistics
from community.safety import operations as safety
from community.safety.models import Case
from community.safety.operations import Stale

if TYPE_CHECKING:
    from community.members.models import Member

IDS = "several-%s"  # the filter on the same page has a reason, too
CLAIM, TAKE_OVER, RELEASE = "claim", "take_over", "release"


@moderators
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show the open cases: the most urgent first, then the one that has waited longest."""
    return _show_queue(request, BulkForm(canned=_canned(), auto_id=IDS))


@moderators
@require_safe
def queue_figures(request: HttpRequest) -> HttpResponse:
    """Return how many cases are open, and what happened to ?case= since ?version= of its page."""
    viewer = _viewer(request)
    answer = {"cases": waiting_for(viewer.pk), "note": ""}
    if pk := number_in(request.GET.get("case", "")):
        case = Case.objects.visible_to(viewer).for_display().filter(pk=pk).first()
        answer["note"] = _note(viewer, case, request.GET.get("version", "")) if case else ""
    return JsonResponse(answer)


@moderators
@require_POST
def next_case(request: HttpRequest) -> HttpResponse:
    """Claim the first case that nobody is looking at, and open it."""
    return redirect_to_next(request)


@moderators
@require_POST
def claim(request: HttpRequest, case_id: int) -> HttpResponse:
    """Claim a case, take it over from another moderator, or release it."""
    viewer = _viewer(request)
    case = get_object_or_404(Case.objects.visible_to(viewer), pk=case_id)
    act = request.POST.get("do", CLAIM)
    if act == RELEASE:
        safety.release_case(case, by=viewer)
        return redirect(reverse("queue") + chosen_in(request).query)
    if act not in (CLAIM, TAKE_OVER):
        raise Http404
    try:
        safety.claim_case(case, by=viewer, take_over=act == TAKE_OVER)
    except Stale as conflict:
        messages.error(request, str(conflict))
    return redirect(reverse("case", args=[case.pk]) + chosen_in(request).query)


@moderators
@require_http_methods(["POST"])
@accepts_forms(BulkForm)
def decide_several(request: HttpRequest) -> HttpResponse:
    """Decide about the cases that were ticked in the queue, and show a result for each."""
    viewer = _viewer(request)
    form = BulkForm(request.POST, canned=_canned(), auto_id=IDS)
    picked = [pk for text in request.POST.getlist("case") if (pk := number_in(text))]
    if not form.is_valid():
        return _show_queue(request, form, picked, status=422)
    versions = {pk: number_in(request.POST.get(f"version-{pk}", "")) or 0 for pk in picked}
    results = decide_each(viewer, versions, form)
    return render(request, "moderation/results.html", {"results": results, "chosen": chosen_in(request)})


def chosen_in(request: HttpRequest) -> QueueFilter:
    """Return the filter in an address."""
    return QueueFilterForm(request.GET, viewer=_viewer(request)).chosen()


def redirect_to_next(request: HttpRequest) -> HttpResponse:
    """Claim and open the first case that the filter in the address leaves; without one, return to the queue."""
    chosen, viewer = chosen_in(request), _viewer(request)
    if case := safety.claim_next(chosen.apply(viewer), by=viewer):
        return redirect(reverse("case", args=[case.pk]) + chosen.query)
    messages.info(request, _("There’s no other case for you to look at now."))
    return redirect(reverse("queue") + chosen.query)


def _show_queue(
    request: HttpRequest, bulk: BulkForm, picked: list[int] | None = None, status: int = 200
) -> HttpResponse:
    viewer = _viewer(request)
    filters = QueueFilterForm(request.GET, viewer=viewer)
    chosen = filters.chosen()
    page = {
        "filter": filters,
        "queue": open_queue(viewer, chosen, after=number_in(request.GET.get("after", ""))),
        "statistics": queue_statistics(viewer),
        "bulk": bulk,
        "picked": picked or [],
    }
    return render(request, "moderation/queue.html", page, status=status)


def _note(viewer: "Member", case: Case, version: str) -> str:
    """Say what happened to a case since a moderator opened its page: decided, changed, or claimed by another one."""
    review = AppealReview(viewer, case) if case.is_appeal else PostReview.of_case(viewer, case)
    if version and (changed := review.conflict_since(version)):
        return changed
    if other := case.claimed_from(viewer):
        return _("%(name)s is looking at this case now.") % {"name": other}
    return ""


def _canned() -> list[CannedReason]:
    return list(CannedReason.objects.filter(is_used=True))


def _viewer(request: HttpRequest) -> "Member":
    return cast("Member", request.user)
