"""The CSRF token for the forms of a page."""

from django.http import HttpRequest
from django.middleware.csrf import get_token


def form_token(request: HttpRequest) -> str:
    """Return one CSRF token for all forms of a page: Django masks the secret on each call, which is slow.

    A rotated secret, as after signing in, gets a new token."""
    cached: tuple[str, str] | None = vars(request).get("form_token")
    if cached and cached[0] == request.META.get("CSRF_COOKIE"):
        return cached[1]
    token = get_token(request)
    vars(request)["form_token"] = (request.META["CSRF_COOKIE"], token)
    return token
