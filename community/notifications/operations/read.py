"""Mark notifications as read."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from community.notifications.operations.unseen import without_unseen
from community.notifications.socket_messages import push_after_commit

if TYPE_CHECKING:
    from community.members.models import Member


def read(member: "Member", pks: Iterable[int] | None = None) -> None:
    """Mark some of a member's notifications as read, or all."""
    rows = member.notifications.unread()
    if pks is not None:
        rows = rows.filter(pk__in=pks)
    rows.update(read_at=timezone.now(), open_key=None)
    push_after_commit([member.pk])


def seen_up_to(member: "Member", context: str, *, first: int = 1, number: int) -> None:
    """Mark as read what notified a member of posts `first` to `number` of `context`.

    The open row, "Ines and 11 others replied", continues after `number` even where posts before `first` are unread:
    the member has seen the newest post that it reports, and Visit.read_through stores the rest. A reply to them or a
    mention in a post that they skipped stays unread until they open a page with that post.

    Whether posts are left to report is queried, not derived from the page: a reply may have arrived since. One query
    when nothing was unread."""
    about = Q(first_number__gte=first) | Q(open_key__isnull=False)
    unread = member.notifications.unread().filter(about, context=context, first_number__lte=number)
    rows = list(unread.values_list("pk", "open_key"))
    if not rows:
        return
    open_rows = [pk for pk, open_key in rows if open_key]
    done = Q(pk__in=[pk for pk, _ in rows if pk not in open_rows])
    if open_rows:
        unread.filter(pk__in=open_rows).update(first_number=number + 1)
        done |= Q(pk__in=without_unseen(context, member.notifications.filter(pk__in=open_rows)).values("pk"))
    member.notifications.filter(done).update(read_at=timezone.now(), open_key=None)
    push_after_commit([member.pk])
