"""The one signal that is heard here: a session ends, so its sockets look at their rights again."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from community.notifications import live


@receiver(user_logged_out)
def recheck_sockets(user: Any, **kwargs: Any) -> None:
    """Ask the member's sockets whether their session still stands."""
    if user is not None:
        live.send(live.inbox_group(user.pk), {"type": "recheck"})
