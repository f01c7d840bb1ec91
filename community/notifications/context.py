"""The bell in the page's header."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from community.notifications import live


def bell(request: HttpRequest) -> dict[str, Any]:
    """How much the member has unread, asked only where a template shows it; guests have no bell."""
    return {"bell": SimpleLazyObject(lambda: _figures(request))}


def _figures(request: HttpRequest) -> live.SocketMessage:
    if not request.user.is_authenticated:
        return {}
    return live.inbox_message(request.user.pk)
