"""The token in the forms of a page."""

from django.http import HttpRequest
from django.middleware.csrf import get_token


def form_token(request: HttpRequest) -> str:
    """One token for all forms of a page: Django masks its secret anew each time, which takes longer than a statement.

    A new secret, as signing in brings it, gives a new token."""
    made: tuple[str, str] | None = vars(request).get("form_token")
    if made and made[0] == request.META.get("CSRF_COOKIE"):
        return made[1]
    token = get_token(request)
    vars(request)["form_token"] = (request.META["CSRF_COOKIE"], token)
    return token
