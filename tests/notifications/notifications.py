"""Helpers of the notification tests."""

from community.members.models import Member
from community.notifications import operations as notifications
from community.notifications.models import Event
from community.notifications.selectors.notification_list import rows_for


def notify_followers() -> None:
    """Expand pending events in order, as the web process does after a commit."""
    for pk in Event.objects.filter(done_at=None).order_by("pk").values_list("pk", flat=True):
        notifications.expand(pk)


def sentences(member: Member) -> list[str]:
    """Return the sentences of the member's list, in order."""
    return [row.sentence for row in rows_for(member, list(member.notifications.unread_first()))]


def unread(member: Member) -> int:
    """Return the number at the member's bell."""
    return member.notifications.unread().count()
