"""Template context for the number of open cases in the page's header."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from community.moderation.selectors.queue import waiting_for


def waiting(request: HttpRequest) -> dict[str, Any]:
    """Return how many cases wait for this moderator, counted where a template shows it; empty for others."""
    return {"waiting": SimpleLazyObject(lambda: _waiting(request))}


def _waiting(request: HttpRequest) -> dict[str, int]:
    user = request.user
    return {"cases": waiting_for(user.pk)} if user.is_authenticated and user.moderates else {}
