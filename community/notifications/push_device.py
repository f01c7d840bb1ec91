"""Recognise a browser by its cookie, so that it is no longer notified once its member signs out."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from community.notifications.socket_messages import name_of_session

YEAR = 365 * 86_400  # seconds; browsers allow 400 days


def device_of(request: HttpRequest) -> str:
    """Return the name of the browser that a request comes from; "" where push was never turned on."""
    cookie = request.COOKIES.get(settings.PUSH_COOKIE_NAME, "")
    return name_of_session(cookie) if cookie else ""


def give_cookie(response: HttpResponse) -> str:
    """Set a new cookie, and return the name of the browser that has it."""
    cookie = secrets.token_urlsafe(24)
    response.set_cookie(
        settings.PUSH_COOKIE_NAME,
        cookie,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return name_of_session(cookie)
