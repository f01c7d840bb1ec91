"""Template context for the bell in the page's header."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from community.notifications import socket_messages


def bell(request: HttpRequest) -> dict[str, Any]:
    """Return the member's unread count, queried only where a template shows it; empty for guests."""
    return {"bell": SimpleLazyObject(lambda: _inbox_message(request))}


def _inbox_message(request: HttpRequest) -> socket_messages.SocketMessage:
    if not request.user.is_authenticated:
        return {}
    return socket_messages.inbox_message(request.user.pk)
