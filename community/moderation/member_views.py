"""Pages about a member and their limits for moderators; and for the member, each decision and its appeal."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.core.access import MemberRequest, members, moderators
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.core.input_recovery.views import restores_input
from community.core.text.parsing import number_in
from community.forum.models import Post
from community.members.models import Member, Sanction
from community.moderation import operations
from community.moderation.models import Act, AuditEntry
from community.moderation.review.member import FORMS, MemberReview, SanctionReview
from community.moderation.sanction_forms import AppealForm
from community.moderation.selectors.decision_page import decision_page
from community.moderation.views import respond
from community.safety.models import Case


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(**FORMS)
def moderate_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """Review a member: limits, reminders, notes, posts and cases; ?case= is the case that the moderator came from."""
    member = get_object_or_404(Member, pk=member_id)
    viewer: Any = request.user
    if viewer == member:
        raise Http404  # the notes of the others are not for oneself
    case = number_in(request.GET.get("case", ""))
    known = case and Case.objects.visible_to(viewer).filter(pk=case).exists()
    return respond(request, MemberReview(viewer, member, case=f"case:{case}" if known else ""))


@moderators
@require_http_methods(["GET", "HEAD", "POST"])
@accepts_forms(**FORMS)
def moderate_sanction(request: HttpRequest, sanction_id: int) -> HttpResponse:
    """Review a limit or a reminder: end it, or change its end."""
    viewer: Any = request.user
    sanctions = Sanction.objects.visible_to(viewer).exclude(member=viewer).select_related("member", "by", "ended_by")
    return respond(request, SanctionReview(viewer, get_object_or_404(sanctions, pk=sanction_id)))


@require_http_methods(["GET", "HEAD", "POST"])
@members
@restores_input
@accepts_forms(AppealForm)
def decision(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a decision about the member, with its reason and its appeal; a POST sends the appeal."""
    entry = get_object_or_404(AuditEntry.objects.about(request.user), pk=pk)
    page = decision_page(request.user, entry)
    if request.method != "POST":
        form = AppealForm(initial=stash.pop(request, request.path) or {})
        return render(request, "moderation/decision.html", {"page": page, "form": form})
    form = AppealForm(request.POST)
    if not form.is_valid() and page.may_appeal:
        return render(request, "moderation/decision.html", {"page": page, "form": form}, status=422)
    if page.may_appeal:
        operations.appeal(entry, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("Sent. Another moderator will look at it, and we’ll tell you what they decide."))
    return redirect("decision", pk=pk)


@require_safe
@members
def decision_about_post(request: MemberRequest, pk: int) -> HttpResponse:
    """Redirect an author to the latest decision to remove or reject their post, or without one to their posts."""
    post = get_object_or_404(Post, pk=pk, author=request.user)
    hiding = [Act.REMOVE_POST, Act.REJECT_POST]
    entry = AuditEntry.objects.about(request.user).filter(source=post.key, act__in=hiding).first()
    return redirect("decision", pk=entry.pk) if entry else redirect("own_posts")
