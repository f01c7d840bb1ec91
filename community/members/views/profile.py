"""The public page about a member."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from community.core.access import everyone
from community.members.models import Member


@everyone
def member(request: HttpRequest, username: str) -> HttpResponse:
    """Show a member's description, join date and latest posts."""
    person = get_object_or_404(Member.objects.filter(is_active=True), username__iexact=username)
    return render(request, "members/member.html", {"person": person, "is_own_page": person == request.user})


@require_safe
@everyone
def member_card(request: HttpRequest, username: str) -> HttpResponse:
    """Show a member in short: what a script puts beside their name. It says nothing that their page does not say."""
    person = get_object_or_404(Member.objects.filter(is_active=True), username__iexact=username)
    return render(request, "members/_card.html", {"person": person})
