"""Names to choose from while one is typed."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from community.core.access import MemberRequest, members
from community.forum.selectors.mentions import suggest
from community.forum.views.thread_page import thread_page_or_404


@require_GET
@members
def thread_people(request: MemberRequest, pk: int) -> HttpResponse:
    """Whom the letters in ?q= may mean, in a discussion that she may read."""
    found = suggest(thread_page_or_404(request, pk).thread, request.GET.get("q", ""))
    return JsonResponse({"people": [{"name": person.username, "role": person.badge} for person in found]})
