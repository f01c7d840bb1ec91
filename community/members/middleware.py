"""What the page "Where I am signed in" needs to know: when each sign-in was last used."""

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
    """`request.user` as Django puts it there, and found at once: every page asks for her, and a page asks a hundred
    times. Django's stand-in, which finds her when she is asked for, answers each time through four calls."""

    def process_request(self, request: HttpRequest) -> None:
        """Find her."""
        super().process_request(request)
        request.user = get_user(request)


def record_session_use(get_response: Answer) -> Answer:
    """Write down once an hour that a sign-in is in use. allauth's own way (USERSESSIONS_TRACK_ACTIVITY) would write
    on every request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        try:
            _note(request)
        except Exception:  # the cache or the database went away: her page is ready, and matters more
            logger.warning("The last use of a sign-in could not be written down", exc_info=True)
        return response

    return middleware


def _note(request: HttpRequest) -> None:
    if request.user.is_authenticated and _is_due(request):
        sessions = UserSession.objects.filter(session_key=request.session.session_key)
        sessions.update(last_seen_at=timezone.now())


def _is_due(request: HttpRequest) -> bool:
    """Signing in wrote it down itself; after that, the first request of each hour does."""
    records = get_authentication_records(request, request.user)
    if not records or time.time() - records[-1]["at"] < HOUR:
        return False
    return limits.allow(f"in use: {request.session.session_key}", 1)
