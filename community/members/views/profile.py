"""The public page about a member."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from community.core.access import everyone
from community.members.models import Block, Member
from community.members.policies import can_block


@everyone
def member(request: HttpRequest, username: str) -> HttpResponse:
    """Show a member's description, join date and latest posts."""
    person = get_object_or_404(Member.objects.filter(is_active=True), username__iexact=username)
    page = {"person": person, "is_own_page": person == request.user} | _block_of(request, person)
    return render(request, "members/member.html", page)


@require_safe
@everyone
def member_card(request: HttpRequest, username: str) -> HttpResponse:
    """Show a member in short: what a script puts beside their name. It says nothing that their page does not say."""
    person = get_object_or_404(Member.objects.filter(is_active=True), username__iexact=username)
    return render(request, "members/_card.html", {"person": person} | _block_of(request, person))


def _block_of(request: HttpRequest, person: Member) -> dict[str, bool]:
    """Whether the viewer may block this member, and whether they have."""
    if not can_block(request.user, person):
        return {"may_block": False, "blocked": False}
    blocks = Block.objects.filter(blocker=request.user.pk, blocked=person)
    return {"may_block": True, "blocked": blocks.exists()}
