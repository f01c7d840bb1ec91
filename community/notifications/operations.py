"""The verbs of notifications: record what happened, expand it to followers, read, withdraw."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.core import sources
from community.notifications import live
from community.notifications.models import Event, Kind, Notification

if TYPE_CHECKING:
    from community.members.models import Member

BATCH = 500
LEASE = timedelta(seconds=30)


def record(
    kind: str,
    *,
    context: str,
    source: str,
    actor: "Member | None",
    number: int,
    personal: Mapping[int, str] | None = None,
) -> None:
    """Tell named members now and the followers of `context` right after; call it in the change's own transaction.

    `personal` maps member keys to the kind that is theirs alone, such as a reply to her own post; whoever is in it
    hears nothing more as a follower, and the actor hears nothing of herself."""
    personal = {pk: own for pk, own in (personal or {}).items() if actor is None or pk != actor.pk}
    Notification.objects.bulk_create(
        Notification(recipient_id=pk, kind=own, context=context, source=source, actor=actor, first_number=number)
        for pk, own in personal.items()
    )
    told = [*personal, *([actor.pk] if actor else [])]
    event = Event.objects.create(
        kind=kind, context=context, source=source, actor=actor, number=number, told_already=told
    )

    def after_commit() -> None:
        live.in_background(expand, event.pk)
        tell_inboxes(personal)

    transaction.on_commit(after_commit)


def tell(recipient: "Member", kind: str, *, context: str, source: str, text: str = "") -> None:
    """Tell one member something that is hers alone, such as a moderator's decision."""
    Notification.objects.create(recipient=recipient, kind=kind, context=context, source=source, text=text)
    transaction.on_commit(lambda: tell_inboxes([recipient.pk]))


def expand(event_pk: int) -> None:
    """Give each follower her row for an event: one statement a batch, under a lease, going on where another stopped.

    Safe to run twice and by two at once: the open row of a member and thread is unique, and so is the lease."""
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    if not Event.objects.filter(free, pk=event_pk, done_at__isnull=True).update(leased_until=now + LEASE):
        return
    event = Event.objects.get(pk=event_pk)
    while batch := _followers(event):
        with transaction.atomic():
            Notification.objects.bulk_create(
                [_open_row(event, pk) for pk in batch],
                update_conflicts=True,
                unique_fields=["recipient", "open_key"],
                update_fields=["updated_at", "actor", "source"],
            )
            event.cursor = batch[-1]
            event.leased_until = timezone.now() + LEASE
            event.save(update_fields=["cursor", "leased_until"])
        tell_inboxes(batch)
    Event.objects.filter(pk=event_pk).update(done_at=timezone.now())


def _followers(event: Event) -> list[int]:
    prefix, pk = sources.split(event.context)
    return list(
        sources.source_for(prefix).followers(
            pk, unseen=event.number, after=event.cursor, but=event.told_already, limit=BATCH
        )
    )


def _open_row(event: Event, recipient_pk: int) -> Notification:
    return Notification(
        recipient_id=recipient_pk,
        kind=event.kind,
        context=event.context,
        source=event.source,
        actor_id=event.actor_id,
        first_number=event.number,
        open_key=event.context,
    )


def seen_up_to(member: "Member", context: str, *, number: int, last: int) -> None:
    """She has read `context` up to post `number` of `last`: what lies before is read, a row beyond starts after it."""
    rows = member.notifications.unread().filter(context=context, first_number__lte=number)
    if number >= last:
        changed = rows.update(read_at=timezone.now(), open_key=None)
    else:
        changed = rows.filter(open_key=None).update(read_at=timezone.now())
        changed += rows.exclude(open_key=None).update(first_number=number + 1)
    if changed:
        transaction.on_commit(lambda: tell_inboxes([member.pk]))


def read(member: "Member", pks: Iterable[int] | None = None) -> None:
    """Mark some of her notifications as read, or all of them."""
    rows = member.notifications.unread()
    if pks is not None:
        rows = rows.filter(pk__in=pks)
    rows.update(read_at=timezone.now(), open_key=None)
    transaction.on_commit(lambda: tell_inboxes([member.pk]))


def withdraw(source: str, *, context: str, number: int, next_number: int | None) -> None:
    """A post is gone: unread rows about it go too; rows that began with it begin with the next one that is left."""
    unread = Notification.objects.unread()
    gone = unread.filter(source=source, open_key=None).exclude(kind=Kind.MODERATED)
    began_here = unread.filter(open_key=context, first_number=number)
    told = {*gone.values_list("recipient_id", flat=True), *began_here.values_list("recipient_id", flat=True)}
    gone.delete()
    if next_number is None:
        began_here.delete()
    else:
        began_here.update(first_number=next_number)
    transaction.on_commit(lambda: tell_inboxes(told))


def tell_inboxes(recipient_pks: Iterable[int]) -> None:
    """Send each member's open pages how much is unread now: a figure with a version, the same in every tab."""
    for pk, frame in live.inbox_frames(list(recipient_pks)).items():
        live.send(live.inbox_group(pk), frame)


def sweep() -> int:
    """Expand what a dead process left; how many events were waiting. Runs every minute."""
    now = timezone.now()
    waiting = Event.objects.filter(
        Q(leased_until__isnull=True, created_at__lt=now - timedelta(seconds=5)) | Q(leased_until__lt=now),
        done_at__isnull=True,
    ).order_by("created_at")
    pks = list(waiting.values_list("pk", flat=True)[:1000])
    for pk in pks:
        expand(pk)
    Event.objects.filter(done_at__lt=now - timedelta(days=7)).delete()
    return len(pks)
