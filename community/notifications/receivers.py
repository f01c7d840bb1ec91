"""Close the sockets of a session that ends."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from community.notifications import socket_messages


@receiver(user_logged_out)
def close_sockets(user: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Send the session's name to the member's sockets: the session's row is deleted only after this signal."""
    if user is not None and request.session.session_key:
        message = {"type": "signed_out", "session": socket_messages.name_of_session(request.session.session_key)}
        socket_messages.send(socket_messages.inbox_group(user.pk), message)
