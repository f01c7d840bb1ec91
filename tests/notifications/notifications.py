"""Steps that the notification tests share."""

from community.members.models import Member
from community.notifications import operations as notifications
from community.notifications.models import Event
from community.notifications.selectors import rows_for


def notify_followers() -> None:
    """Do what the web process does right after a commit: expand what waits, in its order."""
    for pk in Event.objects.filter(done_at=None).order_by("pk").values_list("pk", flat=True):
        notifications.expand(pk)


def sentences(member: Member) -> list[str]:
    """What the member's list says, in its order."""
    return [row.sentence for row in rows_for(member, list(member.notifications.unread_first()))]


def unread(member: Member) -> int:
    """The number at the member's bell."""
    return member.notifications.unread().count()
