"""Views of pictures: handed out to whoever may see them, and added by a page's script."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.composing import operations
from community.composing.draft_keys import may_write
from community.composing.image_access import may_see
from community.composing.image_submission import Fault, FormImage, add
from community.composing.models import Image
from community.composing.pictures import files
from community.core.access import MemberRequest, everyone, members
from community.core.text.parsing import number_in

BRIEFLY = 300  # seconds that a guest's browser may show a picture without asking: so long one that was removed may stay
SANDBOX = "default-src 'none'; sandbox"


@everyone
@require_safe
def picture(request: HttpRequest, name: UUID, size: str) -> HttpResponse:
    """One of the two files of a picture, for those who may see it where it stands now; to others it does not exist.

    A guest's browser stores it for BRIEFLY. A member's revalidates each time: it may be for members alone, and the next
    person at a shared computer may not see it. That is cheap, since the file never changes: the answer is 304."""
    found = get_object_or_404(Image, name=name)
    if size not in files.SIZES or not may_see(found, request.user):
        raise Http404
    etag = f'"{name}-{size}"'
    response: Any = get_conditional_response(request, etag=etag, last_modified=int(found.added_at.timestamp()))
    if response is None:
        try:
            response = HttpResponse(files.read(name, size), content_type=files.TYPE)
        except FileNotFoundError as gone:
            raise Http404 from gone
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache" if request.user.is_authenticated else f"private, max-age={BRIEFLY}"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    answer: HttpResponse = response
    return answer


@require_POST
@members
def add_picture(request: MemberRequest) -> HttpResponse:
    """One file from a page's script: 201 with its draft_key in the form as HTML, or 422 with a sentence."""
    draft_key, file = request.POST.get("draft_key", ""), request.FILES.get("picture")
    if file is None:
        return JsonResponse({"sentence": _("Please choose a picture first.")}, status=422)
    if not may_write(draft_key, request.user):
        return JsonResponse({"sentence": _("This is no place to write.")}, status=404)
    added = add(request.user, draft_key, file, beside=number_in(request.POST.get("beside", "")) or 0)
    if isinstance(added, Fault):
        return JsonResponse({"sentence": str(added.sentence)}, status=422)
    number = number_in(request.POST.get("number", "")) or 1
    picked = FormImage.of_row(added)
    return JsonResponse(
        {"html": render_to_string("composing/_picked.html", {"picture": picked, "number": number})}, status=201
    )


@require_POST
@members
def describe_picture(request: MemberRequest, name: UUID) -> HttpResponse:
    """Save a picture's description, sent by the page's script while the member writes."""
    if not operations.describe(request.user, name, request.POST.get("alt", "")):
        return JsonResponse({}, status=404)
    return JsonResponse({})


@require_POST
@members
def take_away_picture(request: MemberRequest, name: UUID) -> HttpResponse:
    """A picture that is not posted goes; the second press finds it gone."""
    if not operations.take_away(request.user, name):
        return JsonResponse({}, status=404)
    return JsonResponse({})
