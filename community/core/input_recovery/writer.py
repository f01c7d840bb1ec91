"""Remember in a cookie who was signed in last, so that stashed input is given back to nobody else."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

Answer = Callable[[HttpRequest], HttpResponse]


def remember_writer(get_response: Answer) -> Answer:
    """Set the cookie on a member's pages; it stays when the sign-in expires or is ended.

    At a shared computer, the person who signs in next may be another one than the person who wrote."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and response.get("Content-Type", "").startswith("text/html"):
            signature = _signature(request.user.pk)
            if request.COOKIES.get(settings.WRITER_COOKIE_NAME) != signature:
                response.set_cookie(
                    settings.WRITER_COOKIE_NAME,
                    signature,
                    max_age=settings.SESSION_COOKIE_AGE,
                    secure=settings.SESSION_COOKIE_SECURE,
                    httponly=True,
                    samesite="Lax",
                )
        return response

    return middleware


def writer_of(request: HttpRequest) -> str:
    """Return the signature of whoever is signed in, else of whoever was last; empty when neither is known."""
    if request.user.is_authenticated:
        return _signature(request.user.pk)
    return request.COOKIES.get(settings.WRITER_COOKIE_NAME, "")


@lru_cache(maxsize=4096)
def _signature(member_pk: int) -> str:
    """Return a value that tells members apart and that nobody can make for another one."""
    return salted_hmac("input_recovery.writer", str(member_pk), algorithm="sha256").hexdigest()[:32]
