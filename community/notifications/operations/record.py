"""Record an event for members and for the followers of its context."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from community.notifications import socket_messages
from community.notifications.models import Event
from community.notifications.operations.expand import expand
from community.notifications.operations.notify import notify_each

if TYPE_CHECKING:
    from community.members.models import Member


def record(
    kind: str,
    *,
    context: str,
    source: str,
    actor: "Member | None",
    number: int,
    personal: Mapping[int, str] | None = None,
) -> None:
    """Notify the members in `personal` now, and the followers of `context` after the commit.

    `personal` maps a member's key to a kind of their own, such as a reply to their post. These members are not notified
    again as followers, and the actor is not notified."""
    notified = [actor.pk] if actor else []
    if personal:
        notified += notify_each(personal, context=context, source=source, actor=actor, number=number)
    event = Event.objects.create(
        kind=kind, context=context, source=source, actor=actor, number=number, notified_already=notified
    )
    transaction.on_commit(lambda: socket_messages.in_background(expand, event.pk))
