"""Notify members of something that concerns them alone."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from community.notifications.models import Kind, Notification
from community.notifications.models.preferences import wanted_on_site
from community.notifications.socket_messages import push_after_commit

if TYPE_CHECKING:
    from community.members.models import Member


def notify(recipient: "Member", kind: str, *, context: str, source: str, text: str = "") -> None:
    """Notify one member, for example of a moderator's decision."""
    Notification.objects.create(recipient=recipient, kind=kind, context=context, source=source, text=text)
    push_after_commit([recipient.pk])


def notify_on_site(recipients: Collection[int], kind: str, *, context: str, source: str, text: str) -> None:
    """Notify many members of the same on the site alone: no mail and no push message is worth it."""
    rows = [
        Notification(recipient_id=pk, kind=kind, context=context, source=source, text=text, is_planned=True)
        for pk in recipients
    ]
    Notification.objects.bulk_create(rows, batch_size=500)
    push_after_commit(recipients)


def notify_each(
    kinds: Mapping[int, str], *, context: str, source: str, actor: "Member | None", number: int
) -> dict[int, str]:
    """Notify members of post `number` of `context`; return whom, without the actor.

    `kinds` maps a member's key to the kind: a mention, a quote, a reply to their post."""
    notified = {pk: kind for pk, kind in kinds.items() if actor is None or pk != actor.pk}
    Notification.objects.bulk_create(
        Notification(
            recipient_id=pk,
            kind=kind,
            context=context,
            source=source,
            actor=actor,
            first_number=number,
            on_site=wanted_on_site(pk, kind),
        )
        for pk, kind in notified.items()
    )
    if notified:
        push_after_commit(notified)
    return notified


def members_notified_of(source: str) -> set[int]:
    """Return the keys of members whom this post answered, quoted or mentioned, whether they have read it or not."""
    rows = Notification.objects.filter(source=source, kind__in=[Kind.ANSWERED, Kind.QUOTED, Kind.MENTIONED])
    return set(rows.values_list("recipient_id", flat=True))
