"""What others see of a member."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from community.core.access import everyone
from community.members.models import Member


@everyone
def member(request: HttpRequest, username: str) -> HttpResponse:
    """What a member chose to say about herself, and since when she is here."""
    person = get_object_or_404(Member.objects.filter(is_active=True), username__iexact=username)
    return render(request, "members/member.html", {"person": person, "own_page": person == request.user})
