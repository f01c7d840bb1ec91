"""The one way to change what pages show of a thread: lock it, change it, bump versions, send the socket message."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Flag, auto
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from community.core.caching.compiled_query import CompiledQuery, CompiledUpdate
from community.core.caching.placeholders import Parameter
from community.forum.models import GroupTally, Post, State, Thread
from community.forum.operations.errors import NotPossible
from community.notifications import socket_messages

BATCH = 500
COLUMNS = [field.attname for field in Thread._meta.concrete_fields]


class Shows(Flag):
    """Where a change of a thread shows: PAGE on its own pages and in its row of a list, LIST in which rows a list has.

    Cached guests' lists are found by the list's version alone, so what changes within a row needs PAGE | LIST."""

    PAGE = auto()
    LIST = auto()


PAGE, LIST = Shows.PAGE, Shows.LIST


@dataclass
class Change:
    """A locked thread, and what to store about it besides its own fields.

    `posts` counts posts published or, below zero, removed; `moves_last_number` sends open pages the last number."""

    thread: Thread
    posts: int = 0
    moves_last_number: bool = False
    cancelled: bool = False

    def cancel(self) -> None:
        """Bump and send nothing: the same form was sent twice, or the post is held and shows nowhere."""
        self.cancelled = True

    def publish(self, post: Post, *, at: datetime) -> None:
        """Give `post` the next number and count it. Does not save the post."""
        thread = self.thread
        thread.last_number += 1
        post.number, post.state, post.published_at = thread.last_number, State.PUBLISHED, at
        thread.reply_count += post.number > 1
        thread.published = True
        thread.last_activity_at, thread.last_poster_id = at, post.author_id
        self.posts += 1
        self.moves_last_number = True


@contextmanager
def changing(thread: Thread, *, shows: Shows, created: bool = False) -> Iterator[Change]:
    """Lock a thread in a transaction; on exit save its changed fields, bump its versions and send the socket message.

    `created` says that this transaction has just created the row, which saves locking it. An exception rolls back.
    Raises Thread.DoesNotExist when the row is gone."""
    with transaction.atomic():
        change = Change(thread if created else locked(thread))
        before = {name: getattr(change.thread, name) for name in COLUMNS}
        yield change
        if not change.cancelled:
            _save(change.thread, before, bump=PAGE in shows)
            _update_tallies(change, before, bump=LIST in shows)
            if change.moves_last_number:
                _send_last_number(change.thread)


def locked(thread: Thread) -> Thread:
    """Load the thread's row and lock it until the transaction ends. Call inside transaction.atomic().

    `no_key` lets others store rows that refer to it, such as a visit, while a reply is being written. No join:
    PostgreSQL checks it again after waiting, and finds no row when the thread has moved meanwhile."""
    row = LOCKED.first(thread=thread.pk)
    if row is None:
        raise Thread.DoesNotExist
    return Thread.from_db(DEFAULT_DB_ALIAS, COLUMNS, row)


LOCKED = CompiledQuery(
    lambda thread: Thread.objects.select_for_update(no_key=True).filter(pk=thread).values_list(*COLUMNS)
)


def lock_post(post: Post, thread: Thread, *related: str) -> Post:
    """Load a post and lock it after its locked thread, in the order that every operation uses.

    Raises NotPossible when it has moved to another thread since `post` was read."""
    posts = Post.objects.select_for_update(of=("self",), no_key=True)
    row = (posts.select_related(*related) if related else posts).get(pk=post.pk)
    if row.thread_id != thread.pk:
        raise NotPossible(_("This post has just moved to another discussion. Open it there and try again."))
    row.thread = thread
    return row


def bump_thread(thread: Thread) -> None:
    """Raise the version of a thread's pages and of its row in lists. Does not save it."""
    thread.version += 1


def bump_list(group_pk: int, audience: str) -> None:
    """Raise the version of a group's list for one audience."""
    GroupTally.objects.filter(group=group_pk, audience=audience).update(version=F("version") + 1)


def bump_threads_of(member_pk: int) -> None:
    """Raise the versions of the threads with a post of this member, as what their posts look like has changed.

    Call it in the transaction of the change. Locked in one order, so that two members cannot deadlock."""
    theirs = Thread.objects.filter(pk__in=Post.objects.numbered().filter(author=member_pk).values("thread"))
    pks = list(theirs.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        Thread.objects.filter(pk__in=pks[start : start + BATCH]).update(version=F("version") + 1)


def _save(thread: Thread, before: dict[str, Any], *, bump: bool) -> None:
    """Save the changed fields and the next version in one statement."""
    if bump:
        bump_thread(thread)
    changed = [name for name in COLUMNS if getattr(thread, name) != before[name]]
    thread.save(update_fields=changed)


def _send_last_number(thread: Thread) -> None:
    """Send the thread's last number to its open pages after the commit; they offer to show what is new."""
    message = {"type": "thread", "thread": thread.pk, "version": thread.version, "last": thread.last_number}
    transaction.on_commit(lambda: socket_messages.send(socket_messages.thread_group(thread.key), message))


def _update_tallies(change: Change, before: dict[str, Any], *, bump: bool) -> None:
    """Update the figures of the thread's group in step with it, and bump the group's list."""
    thread, was_published = change.thread, before["published"]
    old, new = (before["group_id"], before["audience"]), (thread.group_id, thread.audience)
    if old != new:
        _move_between_tallies(change, old, new, was_published=was_published, bump=bump)
        return
    threads = thread.published - was_published
    newest = thread.last_activity_at
    is_later = thread.published and (not was_published or newest > before["last_activity_at"])
    if threads or change.posts:
        add_to_tally(*new, threads=threads, posts=change.posts, bump=bump, at=newest if is_later else None)
    elif bump:
        bump_list(*new)
    if was_published and (not thread.published or newest < before["last_activity_at"]):
        refresh_activity(*new)


def _move_between_tallies(
    change: Change, old: tuple[int, str], new: tuple[int, str], *, was_published: bool, bump: bool
) -> None:
    """Subtract a thread from its old group's figures and add it to the new one's."""
    # Locked in one order, so that two opposite moves cannot deadlock.
    list(GroupTally.objects.select_for_update(no_key=True).filter(group_id__in=[old[0], new[0]]).order_by("pk"))
    thread = change.thread
    posts = thread.posts.filter(state=State.PUBLISHED).count()
    if was_published:
        add_to_tally(*old, threads=-1, posts=change.posts - posts, bump=bump)
        refresh_activity(*old)
    if thread.published:
        add_to_tally(*new, threads=1, posts=posts, bump=bump, at=thread.last_activity_at)


def add_to_tally(
    group: int, audience: str, *, threads: int, posts: int, bump: bool, at: datetime | None = None
) -> None:
    """Add to the figures of a group for one audience, in one statement with the bump of its list.

    `at` moves the last activity forward only."""
    more: dict[str, Parameter] = {"group": group, "audience": audience, "threads": threads, "posts": posts}
    more["bumps"] = int(bump)
    if at and COUNT_NEWEST.run(**more, at=at):
        return
    if not COUNT.run(**more):
        GroupTally.objects.get_or_create(group_id=group, audience=audience)
        add_to_tally(group, audience, threads=threads, posts=posts, bump=bump, at=at)


def _count(
    group: int, audience: str, threads: int, posts: int, bumps: int
) -> tuple[QuerySet[GroupTally], dict[str, Any]]:
    tally = GroupTally.objects.filter(group=group, audience=audience)
    changes = {"thread_count": F("thread_count") + threads, "post_count": F("post_count") + posts}
    return tally, {**changes, "version": F("version") + bumps}


def _count_newest(at: datetime, **counted: Any) -> tuple[QuerySet[GroupTally], dict[str, Any]]:
    tally, changes = _count(**counted)
    before = Q(last_activity_at__isnull=True) | Q(last_activity_at__lte=at)
    return tally.filter(before), {**changes, "last_activity_at": at}


COUNT, COUNT_NEWEST = CompiledUpdate(_count), CompiledUpdate(_count_newest)


def refresh_activity(group_pk: int, audience: str) -> None:
    """Set a group's last activity for one audience to that of its most recently active thread; it may go back."""
    shown = Thread.objects.filter(group_id=group_pk, audience=audience, published=True)
    newest = shown.order_by("-last_activity_at", "-pk").values_list("last_activity_at", flat=True).first()
    GroupTally.objects.filter(group_id=group_pk, audience=audience).update(last_activity_at=newest)
