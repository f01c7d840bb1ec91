"""Mark notifications as read."""

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from community.notifications.models import Kind
from community.notifications.operations.unseen import without_unseen
from community.notifications.socket_messages import push_after_commit

if TYPE_CHECKING:
    from community.members.models import Member


def read(member: "Member", pks: Iterable[int] | None = None, *, kinds: Iterable[str] = (), context: str = "") -> None:
    """Mark some of a member's notifications as read, or all that are on the site, of some kinds or about a context.

    What the member wants by other channels alone is not on the list: "all" leaves it to those channels."""
    rows = member.notifications.unread()
    rows = rows.on_site() if pks is None else rows.filter(pk__in=pks)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if context:
        rows = rows.filter(context=context)
    rows.update(read_at=timezone.now(), open_key=None)
    push_after_commit([member.pk])


def read_open(member: "Member", contexts: Iterable[str]) -> list[int]:
    """Mark the open rows about `contexts` as read, such as "Ines and 11 others replied"; return their keys."""
    pks = list(member.notifications.unread().filter(open_key__in=list(contexts)).values_list("pk", flat=True))
    if pks:
        read(member, pks)
    return pks


def reopen(member: "Member", pks: Iterable[int]) -> None:
    """Let rows that read_open() marked be unread again, except where a later reply has opened another row."""
    opened = member.notifications.filter(open_key__isnull=False).values("open_key")
    rows = member.notifications.filter(pk__in=list(pks), kind=Kind.REPLIED, open_key=None).exclude(context__in=opened)
    # Of two rows about one thread only one may be open. A reply that opens one at this very moment wins.
    with suppress(IntegrityError), transaction.atomic():
        rows.update(read_at=None, open_key=F("context"))
    push_after_commit([member.pk])


def seen_up_to(member: "Member", context: str, *, first: int = 1, number: int) -> None:
    """Mark as read what notified a member of posts `first` to `number` of `context`.

    The open row, "Ines and 11 others replied", continues after `number` even where posts before `first` are unread:
    the member has seen the newest post that it reports, and Visit.read_through stores the rest. A reply to them or a
    mention in a post that they skipped stays unread until they open a page with that post.

    Whether posts are left to report is queried, not derived from the page: a reply may have arrived since. One query
    when nothing was unread."""
    about = Q(first_number__gte=first) | Q(open_key=context)
    unread = member.notifications.unread().filter(about, context=context, first_number__lte=number)
    rows = list(unread.values_list("pk", "open_key"))
    if not rows:
        return
    open_rows = [pk for pk, open_key in rows if open_key == context]
    done = Q(pk__in=[pk for pk, _ in rows if pk not in open_rows])
    if open_rows:
        unread.filter(pk__in=open_rows).update(first_number=number + 1)
        done |= Q(pk__in=without_unseen(context, member.notifications.filter(pk__in=open_rows)).values("pk"))
    member.notifications.filter(done).update(read_at=timezone.now(), open_key=None)
    push_after_commit([member.pk])
