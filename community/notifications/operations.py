"""The verbs of notifications: record what happened, expand it to followers, read, withdraw."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Exists, Q, QuerySet, Subquery
from django.utils import timezone

from community.core import refs
from community.core.caching.compiled_query import CompiledQuery, CompiledUpdate
from community.notifications import live
from community.notifications.models import Event, Kind, Notification

if TYPE_CHECKING:
    from community.members.models import Member

__all__ = [
    "expand",
    "gather",
    "members_notified_of",
    "notify",
    "notify_each",
    "push_unread_counts",
    "read",
    "record",
    "seen_up_to",
    "sweep",
    "withdraw",
    "withdraw_from",
    "withdraw_from_others",
    "withdraw_gathered",
]

log = logging.getLogger(__name__)
BATCH = 500
LEASE = timedelta(seconds=30)
HEAD_START = timedelta(seconds=5)  # the web process expands its own events; the sweep takes what it left
SWEPT_AT_ONCE = 1000
STORED_FOR = timedelta(days=7)


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

    `personal` maps member keys to the kind that is theirs alone, such as a reply to their post; they are not
    notified again as followers, and the actor is not notified."""
    personal = notify_each(personal or {}, context=context, source=source, actor=actor, number=number)
    notified = [*personal, *([actor.pk] if actor else [])]
    event = Event.objects.create(
        kind=kind, context=context, source=source, actor=actor, number=number, notified_already=notified
    )

    transaction.on_commit(lambda: live.in_background(expand, event.pk))


def notify_each(
    kinds: Mapping[int, str], *, context: str, source: str, actor: "Member | None", number: int
) -> dict[int, str]:
    """Notify members, by key, of post `number` of `context`: a mention, a quote, a reply to their post.

    The actor is left out. Returns whom it notified; call it in the transaction of the change."""
    notified = {pk: kind for pk, kind in kinds.items() if actor is None or pk != actor.pk}
    Notification.objects.bulk_create(
        Notification(recipient_id=pk, kind=kind, context=context, source=source, actor=actor, first_number=number)
        for pk, kind in notified.items()
    )
    if notified:
        transaction.on_commit(lambda: push_unread_counts(notified))
    return notified


def members_notified_of(source: str) -> set[int]:
    """The members who were told of this post for their own sake, whether they have read it or not."""
    rows = Notification.objects.filter(source=source, kind__in=[Kind.ANSWERED, Kind.QUOTED, Kind.MENTIONED])
    return set(rows.values_list("recipient_id", flat=True))


def notify(recipient: "Member", kind: str, *, context: str, source: str, text: str = "") -> None:
    """Notify one member of something that concerns them alone, such as a moderator's decision."""
    Notification.objects.create(recipient=recipient, kind=kind, context=context, source=source, text=text)
    transaction.on_commit(lambda: push_unread_counts([recipient.pk]))


def gather(recipient: "Member", kind: str, *, context: str, source: str, at: datetime) -> None:
    """Notify one member of what many do to their post: one row for `source` until it is read.

    The row says when it began, `at` of the first; who it was since then is asked when it is shown."""
    row = Notification(
        recipient=recipient, kind=kind, context=context, source=source, open_key=source, created_at=at, updated_at=at
    )
    Notification.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["recipient", "open_key"], update_fields=["updated_at"]
    )
    transaction.on_commit(lambda: push_unread_counts([recipient.pk]))


def withdraw_gathered(source: str, *, latest: datetime | None) -> None:
    """Somebody took back what gather() told of; `latest` is the last one left. A row that began later has none."""
    rows = Notification.objects.filter(open_key=source)
    if latest:
        rows = rows.filter(created_at__gt=latest)
    notified = list(rows.values_list("recipient_id", flat=True))
    rows.delete()
    transaction.on_commit(lambda: push_unread_counts(notified))


def expand(event_pk: int) -> None:
    """Write each follower's row for an event, one transaction a batch, from its cursor on.

    Safe to run twice and by two at once: the event's row is locked, and leased from one batch to the next; the open row
    of a member and thread is unique."""
    leased = done = False
    while not done:
        notified, done = _expand_batch(event_pk, leased=leased)
        push_unread_counts(notified)
        leased = True


@transaction.atomic
def _expand_batch(event_pk: int, *, leased: bool) -> tuple[list[int], bool]:
    """Write the next rows and move the cursor behind them: whom they are for, and whether there is nothing left to do.

    `leased` says that the caller has the lease already. The event's row is locked: a post that is removed at this
    moment is withdrawn before or after, never between."""
    now = timezone.now()
    row = WAITING.first(event=event_pk)
    event = Event.from_db(DEFAULT_DB_ALIAS, COLUMNS, row) if row else None
    if event is None or (not leased and event.leased_until and event.leased_until >= now):
        return [], True
    batch = _followers(event)
    if batch:
        Notification.objects.bulk_create(
            [_open_row(event, pk, now) for pk in batch],
            update_conflicts=True,
            unique_fields=["recipient", "open_key"],
            update_fields=["updated_at", "actor", "source"],
        )
        rows = Notification.objects.filter(recipient_id__in=batch, open_key=event.context)
        rows.filter(first_number__gt=event.number).update(first_number=event.number)  # a later event was quicker
    cursor = batch[-1] if batch else event.cursor
    if done := len(batch) < BATCH:
        DONE.run(event=event.pk, cursor=cursor, at=now)
    else:
        LEASED.run(event=event.pk, cursor=cursor, until=timezone.now() + LEASE)
    return batch, done


DONE = CompiledUpdate(lambda event, cursor, at: (Event.objects.filter(pk=event), {"cursor": cursor, "done_at": at}))
LEASED = CompiledUpdate(
    lambda event, cursor, until: (Event.objects.filter(pk=event), {"cursor": cursor, "leased_until": until})
)


COLUMNS = [field.attname for field in Event._meta.concrete_fields]
WAITING = CompiledQuery(
    lambda event: Event.objects.select_for_update(no_key=True).filter(pk=event, done_at=None).values_list(*COLUMNS)
)


def _followers(event: Event) -> list[int]:
    prefix, pk = refs.split(event.context)
    return list(
        refs.resolver_for(prefix).followers(
            pk, unseen=event.number, after=event.cursor, but=event.notified_already, limit=BATCH
        )
    )


def _open_row(event: Event, recipient_pk: int, now: datetime) -> Notification:
    return Notification(
        recipient_id=recipient_pk,
        kind=event.kind,
        context=event.context,
        source=event.source,
        actor_id=event.actor_id,
        first_number=event.number,
        open_key=event.context,
        created_at=now,
        updated_at=now,
    )


def seen_up_to(member: "Member", context: str, *, first: int = 1, number: int) -> None:
    """Mark as read what notified a member of posts `first` to `number` of `context`.

    The open row, "Ines and 11 others replied", goes on after `number` also where posts before `first` are unread: they
    have seen the newest that it is about, and read_through remembers the rest. A reply to them or a mention in a post
    that they skipped stays unread until that post was on a page that they opened.

    What is left to tell is asked of the rows, not of the page: a reply may have come since. One statement when
    nothing was unread."""
    about = Q(first_number__gte=first) | Q(open_key__isnull=False)
    unread = member.notifications.unread().filter(about, context=context, first_number__lte=number)
    rows = list(unread.values_list("pk", "open_key"))
    if not rows:
        return
    open_rows = [pk for pk, open_key in rows if open_key]
    done = Q(pk__in=[pk for pk, _ in rows if pk not in open_rows])
    if open_rows:
        unread.filter(pk__in=open_rows).update(first_number=number + 1)
        done |= Q(pk__in=_without_news(context, member.notifications.filter(pk__in=open_rows)).values("pk"))
    member.notifications.filter(done).update(read_at=timezone.now(), open_key=None)
    transaction.on_commit(lambda: push_unread_counts([member.pk]))


def read(member: "Member", pks: Iterable[int] | None = None) -> None:
    """Mark some of a member's notifications as read, or all."""
    rows = member.notifications.unread()
    if pks is not None:
        rows = rows.filter(pk__in=pks)
    rows.update(read_at=timezone.now(), open_key=None)
    transaction.on_commit(lambda: push_unread_counts([member.pk]))


def withdraw(source: str, *, context: str, number: int) -> None:
    """Post `number` of `context` is gone: nobody more is told of it, and unread rows go that have nothing else to say.

    Call it in the change's own transaction, after the change."""
    Event.objects.filter(source=source, done_at=None).update(done_at=timezone.now())
    own = Q(open_key=None) | Q(open_key=source)
    about_it = Notification.objects.unread().filter(own, source=source).exclude(kind=Kind.MODERATED)
    began_before = Notification.objects.filter(open_key=context, first_number__lte=number)
    notified: list[int] = []
    for rows in (about_it, _without_news(context, began_before)):
        notified += rows.values_list("recipient_id", flat=True)
        rows.delete()
    began_before.update(first_number=Subquery(_news(context)))
    transaction.on_commit(lambda: push_unread_counts(notified))


def _without_news(context: str, rows: QuerySet[Notification]) -> QuerySet[Notification]:
    """Those of `rows`, open ones about `context`, that have no post left to tell of."""
    return rows.filter(~Exists(_news(context)), open_key=context)


def _news(context: str) -> QuerySet[Any]:
    prefix, pk = refs.split(context)
    found: QuerySet[Any] = refs.resolver_for(prefix).news_for_row(pk)
    return found


def withdraw_from_others(context: str, *, readers: Q) -> None:
    """The audience of `context` has narrowed to `readers`, a condition on `recipient`: what others have unread goes.

    A moderator's decision stays readable; it names no title that the member may not see."""
    # An event that is being expanded right now ends first, so that its rows are among those withdrawn.
    list(Event.objects.select_for_update(no_key=True).filter(context=context, done_at=None))
    unread = Notification.objects.unread().filter(context=context).exclude(kind=Kind.MODERATED)
    lost = unread.exclude(readers)
    notified = set(lost.values_list("recipient_id", flat=True))
    unread.filter(recipient_id__in=notified).delete()
    transaction.on_commit(lambda: push_unread_counts(notified))


def withdraw_from(whom: Q, about: Q, *, context: str = "") -> None:
    """Unread rows of some members, a condition on `recipient`, that tell of what they do not want to meet: they go.

    `about` says which rows go whole. Open rows about `context` go on with what is left to tell (news_for_row knows what
    each recipient mutes), or are deleted when nothing is. Reactions and moderators' decisions stay."""
    if context:  # as above: an event that is being expanded ends first
        list(Event.objects.select_for_update(no_key=True).filter(context=context, done_at=None))
    unread = Notification.objects.unread().filter(whom).exclude(kind__in=[Kind.MODERATED, Kind.SUPPORTED])
    going_on = unread.filter(open_key=context) if context else unread.none()
    notified: set[int] = set()
    for rows in (unread.filter(about), _without_news(context, going_on) if context else going_on):
        pks = dict(rows.values_list("pk", "recipient_id"))
        Notification.objects.filter(pk__in=pks).delete()
        notified.update(pks.values())
    if context:
        left = Notification.objects.filter(pk__in=list(going_on.values_list("pk", flat=True)))
        left.update(first_number=Subquery(_news(context)))
    if notified:
        transaction.on_commit(lambda: push_unread_counts(notified))


def push_unread_counts(recipient_pks: Iterable[int]) -> None:
    """Send each member's open pages how much is unread now: a figure with a version, the same in every tab."""
    messages = live.inbox_messages(list(recipient_pks))
    live.send_all({live.inbox_group(pk): message for pk, message in messages.items()})


def sweep() -> int:
    """Expand what a dead process left; how many events were waiting. Runs every minute."""
    now = timezone.now()
    waiting = Event.objects.filter(
        Q(leased_until__isnull=True, created_at__lt=now - HEAD_START) | Q(leased_until__lt=now),
        done_at__isnull=True,
    ).order_by("created_at")
    pks = list(waiting.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    for pk in pks:
        try:
            expand(pk)
        except Exception:  # one that cannot be expanded must not keep the others waiting
            log.exception("event %s is tried again later", pk)
    Event.objects.filter(done_at__lt=now - STORED_FOR).delete()
    return len(pks)
