"""Correct what unread notifications say of a post that was edited."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils import timezone

from community.notifications.models import Delivery, Event, Kind, Notification
from community.notifications.models.preferences import wanted_on_site
from community.notifications.operations.expand import write_open_rows
from community.notifications.socket_messages import push_after_commit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.members.models import Member

PERSONAL = (Kind.ANSWERED, Kind.QUOTED, Kind.MENTIONED)


def unread_personal(source: str) -> "QuerySet[Notification]":
    """The unread notifications of members whom this post answers, quotes or mentions."""
    return Notification.objects.unread().filter(source=source, kind__in=PERSONAL)


def correct(
    kinds: Mapping[int, str], *, by_followers: str, context: str, source: str, actor: "Member | None", number: int
) -> None:
    """Let the unread notifications of post `number` of `context` say what it is to each member now.

    `kinds` maps a member's key to the kind; `by_followers` is the kind for those whom it reaches as followers only. A
    member whose key is missing is no longer concerned. What was to be sent of it follows."""
    changed = [row for row in unread_personal(source) if kinds.get(row.recipient_id) != row.kind]
    if not changed:
        return
    gone = [row for row in changed if kinds.get(row.recipient_id) in (None, by_followers)]
    following = [row.recipient_id for row in gone if row.recipient_id in kinds]
    Notification.objects.filter(pk__in=[row.pk for row in gone]).delete()
    event = Event(kind=by_followers, context=context, source=source, actor=actor, number=number)
    write_open_rows(event, following, timezone.now())
    for row in changed:
        if row not in gone:
            row.kind, row.is_planned = kinds[row.recipient_id], False
            row.on_site = wanted_on_site(row.recipient_id, row.kind)
            row.save(update_fields=["kind", "is_planned", "on_site"])
    recipients = [row.recipient_id for row in changed]
    # They are planned anew, by what the members want of this kind; one that is being sent is not sent twice.
    waiting = Delivery.objects.filter(finished_at=None, leased_until=None, source=source, kind__in=PERSONAL)
    waiting.filter(recipient__in=recipients).delete()
    push_after_commit(recipients)
