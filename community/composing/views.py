"""A member's drafts: saved while they write, listed, deleted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.composing import operations
from community.composing.draft_keys import describe_keys
from community.composing.forms import DraftForm
from community.composing.models import Draft, Image
from community.core import refs
from community.core.access import MemberRequest, members


@require_http_methods(["GET", "HEAD", "POST"])
@members
def drafts(request: MemberRequest) -> HttpResponse:
    """List the member's drafts; a POST from a page's script (js/composer/draft.js) saves one."""
    if request.method == "POST":
        return _save(request)
    drafts = list(Draft.objects.visible_to(request.user).order_by("-saved_at", "-pk"))
    refs_by_key = describe_keys([draft.draft_key for draft in drafts], request.user)
    rows = [(draft, refs_by_key.get(draft.draft_key)) for draft in drafts]
    return render(request, "composing/drafts.html", {"rows": rows, "most": operations.MOST_DRAFTS})


@require_http_methods(["GET", "HEAD", "POST"])
@members
def throw_away(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask before deleting a draft, and delete it; redirect to the list when it is gone already."""
    if request.method == "POST":
        draft = Draft.objects.visible_to(request.user).filter(pk=pk).first()
        if draft is None:
            return redirect("drafts")
        if str(draft.version) != request.POST.get("version"):
            return _ask(request, draft, changed=True, status=409)
        operations.throw_away(request.user, draft.draft_key, version=draft.version)
        messages.success(request, _("Draft deleted."))
        ref = describe_keys([draft.draft_key], request.user).get(draft.draft_key)
        return redirect(ref.url if ref and "back" in request.POST else "drafts")
    return _ask(request, get_object_or_404(Draft.objects.visible_to(request.user), pk=pk))


def _ask(request: MemberRequest, draft: Draft, *, changed: bool = False, status: int = 200) -> HttpResponse:
    page: dict[str, Any] = {
        "draft": draft,
        "draft_key": describe_keys([draft.draft_key], request.user).get(draft.draft_key),
        "changed": changed,
    }
    page["unsent"] = Image.objects.visible_to(request.user).unsent(draft.draft_key)
    return render(request, "composing/throw_away.html", page, status=status)


def _save(request: MemberRequest) -> JsonResponse:
    """Save a draft: 200 with its version, 404 where the member may not read, 409 with another window's newer text."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    sent = form.cleaned_data
    draft_key, version = sent.pop("draft_key"), sent.pop("version")
    if not refs.visible(draft_key, request.user):
        return JsonResponse({}, status=404)
    if not (sent["title"].strip() or sent["body"].strip()):  # the text was deleted
        operations.drop_draft(request.user, draft_key, version=version)
        return JsonResponse({"version": 0, "saved_at": timezone.now().isoformat()})
    try:
        draft = operations.save_draft(request.user, draft_key, version=version, **sent)
    except operations.Stale as stale:
        newer = stale.newer.composer_text
        other = {"title": stale.newer.title, "body": stale.newer.body, "words": newer.plain, "html": newer.html}
        return JsonResponse({"sentence": str(stale), "other": other} | _stamp(stale.newer), status=409)
    return JsonResponse(_stamp(draft))


def _stamp(draft: Draft) -> dict[str, object]:
    return {"version": draft.version, "saved_at": draft.saved_at.isoformat()}
