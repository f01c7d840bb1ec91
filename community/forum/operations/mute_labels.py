"""Mute labels for a member. This is an operation of the forum, since notifications follow."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from community.content_warnings import has_some_of
from community.core import refs
from community.forum.models import Post, Thread
from community.members.models import Member
from community.notifications import operations as notifications
from community.notifications.models import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable


def mute_labels(member: Member, labels: int, *, until: datetime | None) -> None:
    """Leave threads and posts with one of these labels out of a member's lists; 0 shows everything again.

    Unread notifications about them are withdrawn for good. The member's row is locked first: notifying of a post with
    labels locks it too (ThreadResolver.followers, mentions.to_notify), so neither misses the other."""
    with transaction.atomic():
        locked = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        new = labels & ~locked.muted_labels
        locked.mute(labels, until)
        if new:
            _withdraw(locked, new)
    member.labels_to_mute, member.muted_until = locked.labels_to_mute, locked.muted_until


def _withdraw(member: Member, labels: int) -> None:
    """Withdraw unread notifications about others' threads, then about others' posts."""
    unread = member.notifications.unread().values_list("context", "source")
    keys = {key for pair in unread for key in pair}
    own = Q(recipient=member.pk)
    hit = Thread.objects.filter(has_some_of(labels), pk__in=_pks(keys, "thread")).exclude(author=member)
    notifications.withdraw_from(own, Q(context__in=[thread.key for thread in hit]))
    posts = Post.objects.filter(has_some_of(labels)).exclude(author=member)
    gone = [post.key for post in posts.filter(pk__in=_pks(keys, "post"))]
    notifications.withdraw_from(own, Q(source__in=gone) & (Q(open_key=None) | Q(kind=Kind.FOUND)))
    # An open row collects many posts: it goes on with those that are not muted.
    for thread in Thread.objects.filter(pk__in=posts.filter(thread__in=_pks(keys, "thread")).values("thread")):
        notifications.withdraw_from(own, Q(pk__in=[]), context=thread.key)


def _pks(keys: "Iterable[str]", prefix: str) -> list[int]:
    return [pk for kind, pk in map(refs.split, keys) if kind == prefix]
