"""Who is notified of what happens in a thread: the order of rules, written here and nowhere else.

The first rule that fits a member decides:

1. access: nothing of a thread that they may not read, or of a label that they mute
2. block: nothing that a member does whom they have blocked
3. thread mute: nothing about this thread
4. group mute: nothing about any thread of this group
5. mention: one notification, also for a quote or a reply to their post
6. thread follow: its new replies
7. group follow: its new threads

hears() is rules 2 to 4, which go before whatever would notify a member. to_notify() in operations/mentions.py finds
whom rule 5 concerns; these are left out of rules 6 and 7, followers() here. A moderator's decision is no part of this:
it always arrives.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from community.core.caching.compiled_query import CompiledQuery
from community.forum.models import Follow, GroupFollow, Post, Thread, Visit
from community.forum.selectors.mentions import not_muting, readers_of
from community.members.models import Block, Member
from community.notifications.models import Kind

type Key = int | OuterRef


def hears(member: Key, *, thread: Key, group: Key, by: Key) -> Q:
    """The condition that a member has not blocked the author `by`, and mutes neither the thread nor its group.

    Each key is a number, or an OuterRef to a column of the queried rows; 0 stands for an author without an account."""
    blocks = Block.objects.filter(blocker=member, blocked=by)
    thread_mutes = Follow.objects.filter(member=member, thread=thread, muted=True)
    group_mutes = GroupFollow.objects.filter(member=member, group=group, muted=True)
    return Q(~Exists(blocks), ~Exists(thread_mutes), ~Exists(group_mutes))


def hearing(members: Iterable[int], post: Post, thread: Thread) -> list[int]:
    """Those of these members, who may read the thread, who are notified that a post concerns them.

    No query when there is nobody but the author."""
    pks = set(members) - {post.author_id}
    if not pks:
        return []
    rules = hears(OuterRef("pk"), thread=thread.pk, group=thread.group_id, by=post.author_id or 0)
    people = Member.objects.filter(rules, pk__in=pks)
    if post.labels or thread.labels:  # whoever mutes a label waits (operations/mute_labels.py)
        people = people.select_for_update(no_key=True).filter(not_muting(thread, post.labels))
    return list(people.order_by("pk").values_list("pk", flat=True))


def followers(kind: str, *, thread: int, group: int, by: int, unseen: int, after: int) -> QuerySet[Any]:
    """The follows of members beyond key `after` who hear of post `unseen` of the thread, and have not read it.

    The follows are those of the group for a new thread, else those of the thread."""
    follows: QuerySet[Any] = Follow.objects.filter(thread=thread, active=True)
    if kind == Kind.STARTED:
        follows = GroupFollow.objects.filter(group=group, muted=False)
    rules = hears(OuterRef("member_id"), thread=thread, group=group, by=by)
    read = Visit.objects.filter(thread=thread, number__gte=unseen)
    notified = follows.filter(rules, member__is_active=True, member_id__gt=after)
    return notified.exclude(member_id__in=read.values("member_id"))


@cache
def first_followers(kind: str, limit: int) -> CompiledQuery:
    """Compile the query for the keys of the first `limit` followers(), of a thread that all members may read."""

    def build(**values: Any) -> QuerySet[Any, Any]:
        return followers(kind, **values).order_by("member_id").values_list("member_id")[:limit]

    return CompiledQuery(build)


def followers_who_may_read(thread: Thread, target: Thread) -> QuerySet[Member]:
    """The followers of a thread who may read another one, which has some of its posts now, and do not mute it."""
    rules = hears(OuterRef("pk"), thread=target.pk, group=target.group_id, by=0)
    following = Follow.objects.filter(thread=thread, active=True).values("member")
    return Member.objects.filter(rules, readers_of(target), not_muting(target, 0), pk__in=following, is_active=True)
