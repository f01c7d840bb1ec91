"""Collect what many members do to one post in one row, such as their reactions."""

from datetime import datetime
from typing import TYPE_CHECKING

from community.notifications.models import Kind, Notification
from community.notifications.models.preferences import wanted_on_site
from community.notifications.socket_messages import push_after_commit

if TYPE_CHECKING:
    from community.members.models import Member


def gather(recipient: "Member", kind: str, *, context: str, source: str, at: datetime) -> None:
    """Notify one member through the open row for `source`, or through a new row that begins `at`.

    The row stores only when it began: the list counts who reacted since then."""
    row = Notification(
        recipient=recipient,
        kind=kind,
        context=context,
        source=source,
        open_key=source,
        created_at=at,
        updated_at=at,
        on_site=wanted_on_site(recipient.pk, kind),
    )
    Notification.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["recipient", "open_key"], update_fields=["updated_at"]
    )
    push_after_commit([recipient.pk])


def withdraw_gathered(source: str, *, latest: datetime | None) -> None:
    """Delete open rows for `source` that began after `latest`, the time of the newest reaction that is left.

    The row of a group's follower about a new thread has the same key and no reactions."""
    rows = Notification.objects.filter(open_key=source).exclude(kind=Kind.STARTED)
    if latest:
        rows = rows.filter(created_at__gt=latest)
    notified = list(rows.values_list("recipient_id", flat=True))
    rows.delete()
    push_after_commit(notified)
