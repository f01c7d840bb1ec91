"""Names to choose from while one is typed."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from community.core.access import MemberRequest, members
from community.forum.selectors.mentions import suggest
from community.forum.views.threads import find_thread


@require_GET
@members
def thread_people(request: MemberRequest, pk: int) -> HttpResponse:
    """Whom the letters in ?q= may mean, in a discussion that she may read."""
    found = suggest(find_thread(request, pk), request.GET.get("q", ""))
    return JsonResponse({"people": [{"name": person.username, "role": person.badge} for person in found]})
