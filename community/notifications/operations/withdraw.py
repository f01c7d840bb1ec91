"""Withdraw notifications of what a member may no longer see, or has muted."""

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from community.notifications.models import Event, Kind, Notification
from community.notifications.operations.unseen import move_to_first_unseen, without_unseen
from community.notifications.socket_messages import push_after_commit

if TYPE_CHECKING:
    from community.members.models import Member


def withdraw(source: str, *, context: str, number: int) -> None:
    """Delete unread rows that report only the removed post `number` of `context`; stop its pending events.

    Call it after the post's state has changed."""
    Event.objects.filter(source=source, done_at=None).update(done_at=timezone.now())
    own = Q(open_key=None) | Q(open_key=source) | Q(kind=Kind.FOUND)
    about_it = Notification.objects.unread().filter(own, source=source).exclude(kind=Kind.MODERATED)
    began_before = Notification.objects.filter(open_key=context, first_number__lte=number)
    notified: list[int] = []
    for rows in (about_it, without_unseen(context, began_before)):
        notified += rows.values_list("recipient_id", flat=True)
        rows.delete()
    move_to_first_unseen(context, began_before)
    push_after_commit(notified)


def withdraw_from_others(context: str, *, readers: Q) -> None:
    """Delete what members outside `readers`, a condition on `recipient`, have unread about `context`.

    A moderator's decision stays: it names no title that the member may not see."""
    _lock_pending_events(context)
    unread = Notification.objects.unread().filter(context=context).exclude(kind=Kind.MODERATED)
    lost = unread.exclude(readers)
    notified = set(lost.values_list("recipient_id", flat=True))
    unread.filter(recipient_id__in=notified).delete()
    push_after_commit(notified)


def unread_contexts(member: "Member") -> set[str]:
    """Return what a member's unread notifications are about, after waiting for events that are being expanded.

    Call it in the transaction that changes what they hear of: the next events are expanded by the new rule."""
    _lock_pending_events()
    return set(member.notifications.unread().values_list("context", flat=True))


def withdraw_unread(member: "Member", about: Q) -> None:
    """Delete what a member has unread, `about` something, reactions included, but no moderator's decision."""
    rows = member.notifications.unread().filter(about).exclude(kind=Kind.MODERATED)
    deleted, _by_model = rows.delete()
    if deleted:
        push_after_commit([member.pk])


def withdraw_from(whom: Q, about: Q, *, context: str = "") -> None:
    """Delete unread rows of members in `whom`, a condition on `recipient`, that report what they mute.

    Rows in `about` are deleted whole. Open rows about `context` continue at their first post that is not muted, or are
    deleted when there is none. Reactions and moderators' decisions stay."""
    if context:
        _lock_pending_events(context)
    unread = Notification.objects.unread().filter(whom).exclude(kind__in=[Kind.MODERATED, Kind.SUPPORTED])
    open_rows = unread.filter(open_key=context) if context else unread.none()
    notified: set[int] = set()
    for rows in (unread.filter(about), without_unseen(context, open_rows) if context else open_rows):
        pks = dict(rows.values_list("pk", "recipient_id"))
        Notification.objects.filter(pk__in=pks).delete()
        notified.update(pks.values())
    if context:
        left = Notification.objects.filter(pk__in=list(open_rows.values_list("pk", flat=True)))
        move_to_first_unseen(context, left)
    if notified:
        push_after_commit(notified)


def _lock_pending_events(context: str = "") -> None:
    """Wait for events about `context`, or all, that are being expanded: their rows are among those withdrawn."""
    pending = Event.objects.filter(context=context) if context else Event.objects.all()
    list(pending.select_for_update(no_key=True).filter(done_at=None).order_by("pk"))
