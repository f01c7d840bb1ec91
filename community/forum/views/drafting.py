"""What views with a composer share: the draft, a submitted form with its images, the preview."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.composing import operations as composing
from community.composing.image_forms import only_changes_images, submit_images
from community.composing.models import Draft
from community.composing.typing_time import is_fast
from community.core.access import MemberRequest, TooOften
from community.core.http import limits
from community.core.http.fragments import wants_fragment
from community.core.input_recovery.views import restorable_fields
from community.forum.forms.posting import PostForm, choices_in

POSTED = "posted"  # the cookie that tells the next page (js/local-drafts.js) which local copy it can delete
POSTED_SECONDS = 300
log = logging.getLogger(__name__)


def saved_draft(request: HttpRequest, draft_key: str) -> Draft | None:
    """The member's draft at this draft key."""
    return Draft.objects.visible_to(request.user).filter(draft_key=draft_key).first()


def submitted_form[F: PostForm](
    request: MemberRequest,
    form_class: type[F],
    draft_key: str,
    *,
    posted_images: Sequence[Mapping[str, Any]] = (),
    **kwargs: Any,
) -> F:
    """Apply what was submitted of images, then bind the form; unbound, as typed, where only images were to change."""
    images = submit_images(request, draft_key, posted=posted_images)
    if only_changes_images(request):
        typed = restorable_fields(request.POST, form_class.base_fields)
        return form_class(initial=typed, images=images, **kwargs)
    return form_class(request.POST, images=images, **kwargs)


def preview_fragment(request: HttpRequest, form: PostForm) -> HttpResponse | None:
    """Render the preview, or the errors, for a script that asked for it; None when a whole page is needed."""
    if "preview" not in request.POST or not wants_fragment(request):
        return None
    return render(request, "forum/_preview.html", {"form": form}, status=200 if form.is_valid() else 422)


@contextmanager
def saved_when_refused(request: MemberRequest, draft_key: str, form: PostForm) -> Iterator[None]:
    """Save the form's text as a draft when it is refused: the page that says so may be closed, or lost.

    Another window's text at this draft key stays."""
    try:
        yield
    except (PermissionDenied, TooOften):
        text = {name: form.cleaned_data[name] for name in ("title", "body", "rich") if name in form.cleaned_data}
        choices = choices_in(request.POST)
        with suppress(composing.Stale):
            composing.save_draft(request.user, draft_key, version=form.draft_version, choices=choices, **text)
        raise


def how_sent(request: MemberRequest, form: PostForm) -> dict[str, bool]:
    """What an operation must know of how a post came about: `once`, and whether it was typed in a moment."""
    shown: str = form.cleaned_data["shown"]
    return {"once": "again" not in request.POST, "is_fast": bool(shown) and is_fast(request.user, shown)}


def count_submission(request: MemberRequest) -> None:
    """Count what the operation does not: posts that may be a new member's, by network; words sent once more.

    Raises TooOften."""
    if request.user.may_be_new:
        limits.count_first_post(request)
    if "again" in request.POST:
        limits.count_post(request.user)


def end_draft(
    request: MemberRequest, response: HttpResponse, draft_key: str, form: PostForm, *, has_draft: bool = True
) -> HttpResponse:
    """Delete the draft of a text that is posted, and have the browser delete its local copy.

    A failure is logged only: the post stays. Pass has_draft=False when it is known that there is none."""
    body = form.cleaned_data["body"].replace("\r\n", "\n")
    if has_draft:
        try:
            with transaction.atomic():
                composing.drop_draft(request.user, draft_key, version=form.draft_version, body=body)
        except DatabaseError:
            log.exception("a draft stays although its text is posted")
    token: UUID = form.cleaned_data["token"]
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(POSTED, str(token), max_age=POSTED_SECONDS, secure=secure, samesite="Strict")
    return response
