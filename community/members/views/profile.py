"""The public page about a member."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from community.core.access import everyone
from community.members.models import Member


@everyone
def member(request: HttpRequest, username: str) -> HttpResponse:
    """Show a member's description, join date and latest posts."""
    person = get_object_or_404(Member.objects.filter(is_active=True), username__iexact=username)
    return render(request, "members/member.html", {"person": person, "is_own_page": person == request.user})
