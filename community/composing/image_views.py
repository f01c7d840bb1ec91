"""Serve pictures to those who may see them, and add them for a page's script."""

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
from community.composing.image_forms import Fault, FormImage, add
from community.composing.models import Image
from community.composing.pictures import files
from community.core.access import MemberRequest, everyone, members
from community.core.text.parsing import number_in

GUEST_CACHE_SECONDS = 300  # a removed picture may stay visible in a guest's browser for this long
SANDBOX = "default-src 'none'; sandbox"


@everyone
@require_safe
def picture(request: HttpRequest, name: UUID, size: str) -> HttpResponse:
    """Serve one size of a picture to those who may see it now; 404 for others.

    A guest's browser caches it for GUEST_CACHE_SECONDS. A member's must revalidate each time: the picture may be for
    members only, and someone else may use the computer next. That is cheap: a file never changes, so the answer is
    304."""
    image = get_object_or_404(Image, name=name)
    if size not in files.SIZES or not may_see(image, request.user):
        raise Http404
    etag = f'"{name}-{size}"'
    response: Any = get_conditional_response(request, etag=etag, last_modified=int(image.added_at.timestamp()))
    return _with_headers(_file_response(name, size) if response is None else response, request, etag)


def _file_response(name: UUID, size: str) -> HttpResponse:
    try:
        return HttpResponse(files.read(name, size), content_type=files.TYPE)
    except FileNotFoundError as missing:
        raise Http404 from missing


def _with_headers(response: HttpResponse, request: HttpRequest, etag: str) -> HttpResponse:
    """Add the cache policy, and headers that keep the browser from treating the file as a page."""
    response["ETag"] = etag
    response["Cache-Control"] = (
        "private, no-cache" if request.user.is_authenticated else f"private, max-age={GUEST_CACHE_SECONDS}"
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_POST
@members
def add_picture(request: MemberRequest) -> HttpResponse:
    """Add a file sent by a page's script: 201 with the form's HTML for it, or 422 with a sentence."""
    draft_key, file = request.POST.get("draft_key", ""), request.FILES.get("picture")
    if file is None:
        return JsonResponse({"sentence": _("Choose a picture first.")}, status=422)
    if not may_write(draft_key, request.user):
        return JsonResponse({"sentence": _("You can’t write here.")}, status=404)
    image = add(request.user, draft_key, file, beside=number_in(request.POST.get("beside", "")) or 0)
    if isinstance(image, Fault):
        return JsonResponse({"sentence": str(image.sentence)}, status=422)
    number = number_in(request.POST.get("number", "")) or 1
    html = render_to_string("composing/_picked.html", {"picture": FormImage.of_row(image), "number": number})
    return JsonResponse({"html": html}, status=201)


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
    """Delete a picture that is not posted; 404 when it is gone already."""
    if not operations.take_away(request.user, name):
        return JsonResponse({}, status=404)
    return JsonResponse({})
