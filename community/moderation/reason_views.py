"""The ready-made reasons: listed, written and changed by moderators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.core.access import moderators
from community.core.input_recovery.forms import accepts_forms
from community.moderation import operations
from community.moderation.forms import CannedReasonForm
from community.moderation.models import CannedReason


@moderators
@require_safe
def reasons(request: HttpRequest) -> HttpResponse:
    """List the ready-made reasons, those that are offered first."""
    rows = CannedReason.objects.order_by("-is_used", "title")
    return render(request, "moderation/reasons.html", {"reasons": rows})


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(CannedReasonForm)
def reason(request: HttpRequest, reason_id: int | None = None) -> HttpResponse:
    """Write a new reason, or change one."""
    stored = get_object_or_404(CannedReason, pk=reason_id) if reason_id else None
    form = CannedReasonForm(request.POST if request.method == "POST" else None, instance=stored)
    if request.method != "POST" or not form.is_valid():
        return render(request, "moderation/reason.html", {"form": form}, status=422 if form.errors else 200)
    operations.save_canned_reason(form.instance)
    messages.success(request, _("Saved."))
    return redirect("canned_reasons")
