"""What comes before a post and goes when it is posted: the draft that a form begins with, and the preview."""

import logging
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.composing import operations as composing
from community.composing.models import Draft
from community.core.access import MemberRequest
from community.core.http.fragments import wants_fragment
from community.forum.forms import PostForm

POSTED = "posted"  # the cookie that tells the next page (js/copies.js) which text it need not keep any more
BRIEFLY = 300  # seconds
log = logging.getLogger(__name__)


def begun(request: HttpRequest, draft_key: str) -> Draft | None:
    """What she began to write at this draft_key."""
    return Draft.objects.visible_to(request.user).filter(draft_key=draft_key).first()


def preview_in_place(request: HttpRequest, form: PostForm) -> HttpResponse | None:
    """The preview, or what is wrong, where a page that stands asked for it; None where a page must say it."""
    if "preview" not in request.POST or not wants_fragment(request):
        return None
    return render(request, "forum/_preview.html", {"form": form}, status=200 if form.is_valid() else 422)


def let_go_of_draft(
    request: MemberRequest, response: HttpResponse, draft_key: str, form: PostForm, *, has_draft: bool = True
) -> HttpResponse:
    """The text is posted: its draft goes, and so does a copy on her device. A failure here takes no post back.

    `has_draft` is False where it is known already that there is none."""
    body = form.cleaned_data["body"].replace("\r\n", "\n")
    if has_draft:
        try:
            with transaction.atomic():
                composing.drop_draft(request.user, draft_key, version=form.draft_version, body=body)
        except DatabaseError:
            log.exception("a draft stays although its text is posted")
    token: UUID = form.cleaned_data["token"]
    response.set_cookie(POSTED, str(token), max_age=BRIEFLY, secure=settings.SESSION_COOKIE_SECURE, samesite="Strict")
    return response
