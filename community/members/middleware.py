"""Middleware that loads the member, and records when each session was last used."""

import logging
import time
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from community.core.http import limits

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]
HOUR = 3600


class EagerAuthenticationMiddleware(AuthenticationMiddleware):
    """Load request.user at once instead of lazily.

    Every page needs it, and reads it about a hundred times; Django's lazy object takes four calls for each read."""

    def process_request(self, request: HttpRequest) -> None:
        """Replace the lazy user with the loaded one."""
        super().process_request(request)
        request.user = get_user(request)


def record_session_use(get_response: Answer) -> Answer:
    """Update a session's last use at most once an hour.

    allauth's own setting for it, USERSESSIONS_TRACK_ACTIVITY, writes on every request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        try:
            _update_last_seen(request)
        except Exception:  # the cache or the database failed: still send the page, which is ready
            logger.warning("The last use of a session could not be stored", exc_info=True)
        return response

    return middleware


def _update_last_seen(request: HttpRequest) -> None:
    if request.user.is_authenticated and _is_due(request):
        sessions = UserSession.objects.filter(session_key=request.session.session_key)
        sessions.update(last_seen_at=timezone.now())


def _is_due(request: HttpRequest) -> bool:
    """Return whether this is the session's first request in an hour; signing in has recorded the first use."""
    records = get_authentication_records(request, request.user)
    if not records or time.time() - records[-1]["at"] < HOUR:
        return False
    return limits.allow(f"in use: {request.session.session_key}", 1)
