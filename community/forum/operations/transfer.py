"""Move posts between two locked threads: the part that merging, splitting and undoing them share."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from community.forum.models import Audience, Follow, GroupFollow, GroupTally, MovedPost, Post, Thread, ThreadMove
from community.forum.models import State as PostState
from community.forum.operations.changing import LIST, PAGE, Change, changing
from community.forum.operations.errors import NotPossible
from community.forum.operations.moved_state import Position, Positions, State, load_state
from community.members.models import mutes_now
from community.notifications import operations as notifications
from community.notifications import socket_messages
from community.safety import operations as safety

BATCH = 200
ASIDE = 1_000_000_000  # added to numbers on their way: uniqueness is checked row by row, and no number is below zero


@contextmanager
def changing_both(one: Thread, other: Thread) -> Iterator[tuple[Change, Change]]:
    """Change two threads in one transaction; locked in the order of their keys, so that nobody deadlocks.

    On exit both have a version that neither had: a post's cached HTML is found by its thread's version. Their open
    pages check again whether the viewer may read them."""
    first, second = sorted((one, other), key=lambda thread: thread.pk)
    with changing(first, shows=PAGE | LIST) as change, changing(second, shows=PAGE | LIST) as other_change:
        changes = {first.pk: change, second.pk: other_change}
        yield changes[one.pk], changes[other.pk]
        threads = [change.thread, other_change.thread]
        groups = {thread.group_id for thread in threads}
        # The figures of two groups are locked in one order as well, before either is changed.
        list(GroupTally.objects.select_for_update(no_key=True).filter(group_id__in=groups).order_by("pk"))
        newest = max(thread.version for thread in threads)
        for thread in threads:
            thread.version = newest
            _recheck_pages(thread)


def _recheck_pages(thread: Thread) -> None:
    group = socket_messages.thread_group(thread.key)
    transaction.on_commit(lambda: socket_messages.send(group, {"type": "recheck"}))


def check_audiences(source: Thread, target: Thread) -> None:
    """Raise NotPossible where posts that only a private group reads would be read by another group."""
    if source.audience == Audience.PRIVATE and source.group_id != target.group_id:
        raise NotPossible(
            _("Only people in its group can read this discussion. Move it to the other discussion’s group first.")
        )


def positions_of(*threads: Thread) -> dict[int, Position]:
    """Lock the posts of these threads, and return where each is."""
    posts = Post.objects.select_for_update(no_key=True).filter(thread__in=[thread.pk for thread in threads])
    rows = posts.order_by("pk").values_list("pk", "thread_id", "number")
    return {pk: Position(thread, number) for pk, thread, number in rows}


def in_time_order(target: int, before: Positions, moved: Collection[int]) -> dict[int, Position]:
    """Where the posts are after `moved` came into the target: numbered by time, each thread's in their own order."""
    coming = {pk for pk in before if before[pk].thread == target or pk in moved}
    times = dict(Post.objects.filter(pk__in=coming).values_list("pk", "published_at"))
    earliest = datetime.min.replace(tzinfo=UTC)
    latest: dict[int, datetime] = {}
    keys = []
    for pk in sorted(coming, key=lambda pk: (before[pk].thread, before[pk].number or 0)):
        thread, number = before[pk]
        if number is None:
            continue
        # Imported posts may be out of order: none comes before one that it followed.
        latest[thread] = max(latest.get(thread, earliest), times[pk] or earliest)
        keys.append((latest[thread], thread != target, number, pk))
    numbers = {pk: number for number, (*_key, pk) in enumerate(sorted(keys), start=1)}
    return {**before, **{pk: Position(target, numbers.get(pk)) for pk in coming}}


def store_positions(before: Positions, after: Positions) -> None:
    """Store where the posts are now: first aside, then each under its number."""
    changed = [pk for pk in after if pk in before and after[pk] != before[pk]]
    for start in range(0, len(changed), BATCH):
        batch = Post.objects.filter(pk__in=changed[start : start + BATCH], number__isnull=False)
        batch.update(number=F("number") + ASIDE)
    rows = [Post(pk=pk, thread_id=after[pk].thread, number=after[pk].number) for pk in changed]
    Post.objects.bulk_update(rows, ["thread", "number"], batch_size=BATCH)


FIELDS = ("author_id", "created_at", "labels", "audience")  # what settle_opening() and the narrower audience change


def fields_of(threads: Collection[Thread]) -> dict[str, Any]:
    """The fields of threads that a move may change, as JSON can hold them."""
    return {"fields": {str(thread.pk): _fields(thread) for thread in threads}}


def _fields(thread: Thread) -> dict[str, Any]:
    values = {name: getattr(thread, name) for name in FIELDS}
    return values | {"created_at": thread.created_at.isoformat()}


def restore_fields(thread: Thread, then: Mapping[str, Any], left: Mapping[str, Any]) -> None:
    """Set a thread's fields to what they were before a move, unless they have been changed since."""
    now = _fields(thread)
    for name in FIELDS:
        if now[name] == left[name]:
            value = then[name]
            setattr(thread, name, datetime.fromisoformat(value) if name == "created_at" else value)


def remember(move: ThreadMove, before: Positions, after: Positions, then: State, more: Mapping[str, Any]) -> None:
    """Save a move with what undo needs: where the posts were, and what members had `then` and have now.

    The old numbers lead to the posts, too."""
    threads = [move.source, move.target]
    last = max((at.number or 0 for at in after.values() if at.thread == move.target_id), default=0)
    left = load_state(threads).as_json()
    fields = fields_of(threads)["fields"]
    move.before = {**more, "last": last, "then": then.as_json(), "left": left, "fields_left": fields}
    move.save()
    MovedPost.objects.bulk_create(
        (
            MovedPost(move=move, post_id=pk, thread_id=was.thread, number=was.number)
            for pk, was in before.items()
            if after[pk] != was
        ),
        batch_size=500,
    )


def published_among(pks: Collection[int]) -> int:
    """How many of these posts are published."""
    return Post.objects.filter(pk__in=pks, state=PostState.PUBLISHED).count()


def settle_opening(thread: Thread, before: Positions, labels_of: Mapping[int, int]) -> dict[str, int]:
    """Let a thread's starter, beginning and labels be those of its first post, if that came from another thread.

    An opening post's labels are its thread's: where it becomes a reply they become its own. Such a thread has the
    labels of both, as nobody is to meet in it what they mute. `labels_of` is by thread. Returns the posts' labels of
    before, by their keys as strings, for undo."""
    first = Post.objects.filter(thread=thread.pk, number=1).first()
    if first is None:
        return {}
    changed = {}
    openings = [pk for pk, was in before.items() if was.number == 1 and pk != first.pk]
    for opening in Post.objects.filter(pk__in=openings, thread=thread.pk):
        changed[str(opening.pk)] = opening.labels
        Post.objects.filter(pk=opening.pk).update(labels=labels_of[before[opening.pk].thread])
    came_from = before[first.pk].thread
    if came_from != thread.pk:
        changed[str(first.pk)] = first.labels
        thread.author_id, thread.created_at = first.author_id, first.created_at
        thread.labels |= labels_of[came_from] | first.labels
        Post.objects.filter(pk=first.pk).update(labels=0)
    return changed


def point_cases(before: Positions, after: Positions) -> None:
    """Let cases about posts that moved name the thread of now."""
    moved: dict[int, list[str]] = {}
    for pk, was in before.items():
        if after[pk].thread != was.thread:
            moved.setdefault(after[pk].thread, []).append(f"post:{pk}")
    for thread, sources in moved.items():
        safety.point_cases(sources, context=f"thread:{thread}")


def withdraw_from_muting(thread: Thread) -> None:
    """Withdraw what is unread about a thread from members who may not read it, or mute it, its group or its labels."""
    if readers := thread.audience_of_members("recipient"):
        notifications.withdraw_from_others(thread.key, readers=readers)
    muting = Follow.objects.filter(thread=thread, muted=True).values("member")
    of_group = GroupFollow.objects.filter(group=thread.group_id, muted=True).values("member")
    muted = Q(recipient__in=muting) | Q(recipient__in=of_group)
    notifications.withdraw_from_others(thread.key, readers=~muted)
    if thread.labels:
        hiding = mutes_now(thread.labels, "recipient") & ~Q(recipient=thread.author_id)
        notifications.withdraw_from(hiding, Q(context=thread.key), context=thread.key)
