"""Suggest names while a member types a mention."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from community.core.access import MemberRequest, members
from community.forum.selectors.mentions import suggest
from community.forum.views.thread_page import thread_page_or_404


@require_GET
@members
def thread_people(request: MemberRequest, pk: int) -> HttpResponse:
    """List the names that begin with ?q= and may be mentioned in a thread."""
    people = suggest(thread_page_or_404(request, pk).thread, request.GET.get("q", ""), request.user)
    return JsonResponse({"people": [{"name": person.username, "role": person.badge} for person in people]})
