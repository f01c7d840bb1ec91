"""Template context for the bell in the page's header."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from community.notifications import socket_messages


def bell(request: HttpRequest) -> dict[str, Any]:
    """Return the unread count and what stops email or everything, queried where it is shown; empty for guests."""
    return {"bell": SimpleLazyObject(lambda: _bell(request))}


def _bell(request: HttpRequest) -> dict[str, Any]:
    if not request.user.is_authenticated:
        return {}
    message, email_stop, is_paused = socket_messages.inbox(request.user.pk)
    return {**message, "email_stop": email_stop, "is_paused": is_paused}
