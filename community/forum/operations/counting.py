"""The figures of threads and groups: kept as things happen, and counted again to prove it.

Every writer holds the thread's row locked, so that the figures it reads are the figures it changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from community.core.caching.compiled_query import CompiledQuery, CompiledUpdate, Parameter
from community.forum.models import Audience, Group, GroupTally, Post, State, Support, Thread
from community.notifications import live

FIGURES = ["published", "reply_count", "support_count", "last_number", "last_activity_at", "last_poster", "version"]


def locked(thread: Thread) -> Thread:
    """The thread's row, locked until the transaction ends. Call inside transaction.atomic().

    `no_key` lets others store rows that point at it, such as a visit, while a reply is being written. Without a join:
    PostgreSQL checks it again after waiting, and finds no row when the thread has moved meanwhile."""
    row = LOCKED.first(thread=thread.pk)
    if row is None:
        raise Thread.DoesNotExist
    return Thread.from_db(DEFAULT_DB_ALIAS, COLUMNS, row)


COLUMNS = [field.attname for field in Thread._meta.concrete_fields]
LOCKED = CompiledQuery(
    lambda thread: Thread.objects.select_for_update(no_key=True).filter(pk=thread).values_list(*COLUMNS)
)


def place(post: Post, thread: Thread, *, at: datetime) -> None:
    """Publish `post` in the locked `thread`: give it the next number and count it. Saves the thread, not the post."""
    opens_now = not thread.published
    thread.last_number += 1
    post.number, post.state, post.published_at = thread.last_number, State.PUBLISHED, at
    thread.reply_count += post.number > 1
    thread.published = True
    thread.last_activity_at, thread.last_poster_id = at, post.author_id
    _save_figures(thread)
    _add_to_tally(thread, threads=int(opens_now), posts=1, at=at)


def settle(thread: Thread, *, posts: int) -> None:
    """Count the locked `thread` again after `posts` more (or, below zero, fewer) of its posts are published."""
    shown_before = thread.published
    for name, value in figures_of(thread).items():
        setattr(thread, name, value)
    _save_figures(thread)
    _add_to_tally(thread, threads=thread.published - shown_before, posts=posts)
    refresh_tally_activity(thread.group_id, thread.audience)


def figures_of(thread: Thread) -> dict[str, Any]:
    """What the thread's figures must be, from its posts alone."""
    published = Q(state=State.PUBLISHED)
    counted = thread.posts.aggregate(
        posts=Count("pk", filter=published),
        replies=Count("pk", filter=published & Q(number__gt=1)),
        newest=Max("number", filter=published),
        support=Max("support_count", filter=published & Q(number=1)),
        last=Max("number"),
    )
    newest = thread.posts.filter(number=counted["newest"]).first() if counted["newest"] else None
    return {
        "published": counted["posts"] > 0,
        "reply_count": counted["replies"],
        "support_count": counted["support"] or 0,
        "last_number": counted["last"] or 0,
        "last_activity_at": newest.published_at if newest else thread.created_at,
        "last_poster_id": newest.author_id if newest else None,
    }


def settle_support(post: Post) -> None:
    """Count the reactions under the locked `post` again. Nothing else moves: neither order nor last activity."""
    post.reactions = _reactions_in(Support.objects.filter(post=post)).get(post.pk, {})
    post.support_count = sum(post.reactions.values())
    post.save(update_fields=["support_count", "reactions"])
    if post.opens:
        post.thread.support_count = post.support_count
        post.thread.save(update_fields=["support_count"])
        bump_thread_and_list(post.thread)
    else:
        bump_thread(post.thread)


def _reactions_in(support: QuerySet[Support]) -> dict[int, dict[str, int]]:
    """How many of each reaction every post has, by its key."""
    found: dict[int, dict[str, int]] = {}
    for post, reaction, count in support.values_list("post", "reaction").annotate(count=Count("pk")):
        found.setdefault(post, {})[reaction] = count
    return found


def bump_thread_and_list(thread: Thread) -> None:
    """Raise the versions after a change that figures do not show, but pages and lists do. Open pages are not told."""
    bump_thread(thread)
    _tally_of(thread).update(version=F("version") + 1)


def bump_thread(thread: Thread) -> None:
    """Raise the thread's version alone, after a change that its own pages show, and no list does."""
    thread.version += 1
    thread.save(update_fields=["version"])


def leave_tally(thread: Thread) -> None:
    """Take a locked thread out of its group's figures, before it moves or its audience changes."""
    if thread.published:
        _add_to_tally(thread, threads=-1, posts=-_posts_shown(thread))


def enter_tally(thread: Thread) -> None:
    """Count a locked thread in the group and audience that it has now."""
    if thread.published:
        _add_to_tally(thread, threads=1, posts=_posts_shown(thread), at=thread.last_activity_at)


def lock_tallies(*group_pks: int) -> None:
    """Lock the figures of several groups in one order, so that two opposite moves cannot wait for each other."""
    list(GroupTally.objects.select_for_update(no_key=True).filter(group_id__in=group_pks).order_by("pk"))


def refresh_tally_activity(group_pk: int, audience: str) -> None:
    """Set a group's last activity for an audience to that of its most recently active thread; it may go back."""
    shown = Thread.objects.filter(group_id=group_pk, audience=audience, published=True)
    newest = shown.order_by("-last_activity_at", "-pk").values_list("last_activity_at", flat=True).first()
    tally = GroupTally.objects.filter(group_id=group_pk, audience=audience)
    tally.update(last_activity_at=newest, version=F("version") + 1)


def _tally_of(thread: Thread) -> QuerySet[GroupTally]:
    return GroupTally.objects.filter(group_id=thread.group_id, audience=thread.audience)


def _posts_shown(thread: Thread) -> int:
    return thread.posts.filter(state=State.PUBLISHED).count()


def _save_figures(thread: Thread) -> None:
    thread.version += 1
    thread.save(update_fields=FIGURES)
    message = {"type": "thread", "thread": thread.pk, "version": thread.version, "last": thread.last_number}
    transaction.on_commit(lambda: live.send(live.thread_group(thread.key), message))


def _add_to_tally(thread: Thread, *, threads: int = 0, posts: int = 0, at: datetime | None = None) -> None:
    """Add to the figures of the thread's group and audience; `at` moves the last activity forward only."""
    if not (threads or posts):
        return
    more: dict[str, Parameter] = {
        "group": thread.group_id,
        "audience": thread.audience,
        "threads": threads,
        "posts": posts,
    }
    if at and NEWEST.run(**more, at=at):
        return
    if not COUNT.run(**more):
        GroupTally.objects.get_or_create(group_id=thread.group_id, audience=thread.audience)
        _add_to_tally(thread, threads=threads, posts=posts, at=at)


def _count(group: int, audience: str, threads: int, posts: int) -> tuple[QuerySet[GroupTally], dict[str, Any]]:
    changes = {"thread_count": threads, "post_count": posts, "version": 1}
    tally = GroupTally.objects.filter(group=group, audience=audience)
    return tally, {name: F(name) + more for name, more in changes.items()}


def _newest(at: datetime, **counted: Any) -> tuple[QuerySet[GroupTally], dict[str, Any]]:
    tally, changes = _count(**counted)
    before = Q(last_activity_at__isnull=True) | Q(last_activity_at__lte=at)
    return tally.filter(before), {**changes, "last_activity_at": at}


COUNT, NEWEST = CompiledUpdate(_count), CompiledUpdate(_newest)


@dataclass(frozen=True)
class Difference:
    """A stored figure that is not what the rows say."""

    what: str
    name: str
    stored: object
    counted: object

    def __str__(self) -> str:
        return f"{self.what}: {self.name} is {self.stored}, counted {self.counted}"


def recount(*, mend: bool) -> Iterator[Difference]:
    """Compare every stored figure with a fresh count, a thread at a time under its lock; `mend` stores the count."""
    for pk in Thread.objects.order_by("pk").values_list("pk", flat=True).iterator():
        with transaction.atomic():
            found = list(_recount_thread(Thread.objects.select_for_update(no_key=True).get(pk=pk), mend))
        yield from found
    for group in Group.objects.all():
        for audience in Audience:
            with transaction.atomic():
                found = list(_recount_group(group, audience, mend))
            yield from found


def _recount_thread(thread: Thread, mend: bool) -> Iterator[Difference]:
    wrong = {name: value for name, value in figures_of(thread).items() if getattr(thread, name) != value}
    for name, value in wrong.items():
        yield Difference(f"thread {thread.pk}", name, getattr(thread, name), value)
        setattr(thread, name, value)
    if wrong and mend:
        _save_figures(thread)
        bump_thread_and_list(thread)
    yield from _recount_support(thread, mend)


def _recount_support(thread: Thread, mend: bool) -> Iterator[Difference]:
    reactions = _reactions_in(Support.objects.filter(post__thread=thread))
    some = Exists(Support.objects.filter(post=OuterRef("pk")))
    mended = []
    for post in thread.posts.filter(some | Q(support_count__gt=0) | ~Q(reactions={})).order_by("pk"):
        mine = reactions.get(post.pk, {})
        counted = {"support_count": sum(mine.values()), "reactions": mine}
        wrong = {name: value for name, value in counted.items() if getattr(post, name) != value}
        for name, value in wrong.items():
            yield Difference(f"post {post.pk}", name, getattr(post, name), value)
            setattr(post, name, value)
        if wrong:
            mended.append(post)
    if mended and mend:
        Post.objects.bulk_update(mended, ["support_count", "reactions"], batch_size=200)
        bump_thread(thread)


def _recount_group(group: Group, audience: str, mend: bool) -> Iterator[Difference]:
    # The lock comes first: whoever changes the figures waits until they are counted.
    tallies = GroupTally.objects.select_for_update(no_key=True)
    tally = tallies.filter(group=group, audience=audience).first()
    threads = Thread.objects.filter(group=group, audience=audience, published=True)
    posts = Post.objects.filter(thread__in=threads, state=State.PUBLISHED).count()
    counted = threads.aggregate(thread_count=Count("pk"), last_activity_at=Max("last_activity_at"))
    counted["post_count"] = posts
    stored = tally or GroupTally(group=group, audience=audience)
    wrong = {name: value for name, value in counted.items() if getattr(stored, name) != value}
    for name, value in wrong.items():
        yield Difference(f"group {group.slug} ({audience})", name, getattr(stored, name), value)
        setattr(stored, name, value)
    if wrong and mend:
        stored.version += 1
        stored.save()
