"""The one signal that is heard here: a session ends, and so do its sockets."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from community.notifications import live


@receiver(user_logged_out)
def close_sockets(user: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Close the sockets of this session. They are told which it was: the row is deleted only after this signal."""
    if user is not None and request.session.session_key:
        message = {"type": "signed_out", "session": live.name_of_session(request.session.session_key)}
        live.send(live.inbox_group(user.pk), message)
