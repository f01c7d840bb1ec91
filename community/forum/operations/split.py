"""Move some posts of a thread into a thread of their own, or into another one."""

from collections.abc import Collection, Sequence
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.forum.models import Group, Post, State, Thread, ThreadMove
from community.forum.models.group import narrower
from community.forum.operations import counters, moved_state, transfer
from community.forum.operations.errors import NotPossible
from community.forum.operations.indexing import index_title
from community.forum.operations.moved_state import Position
from community.forum.operations.start import slug_for


def split_thread(
    source: Thread,
    numbers: Collection[int],
    *,
    title: str = "",
    group: Group | None = None,
    into: Thread | None = None,
) -> ThreadMove:
    """Move the posts with these numbers into a new thread with a title, or `into` another one.

    The posts that stay have their numbers, and a line says where the others went. Raises NotPossible when a number is
    none of a post, when it is the opening post's, when nothing published would move, or as merge_threads does."""
    with transaction.atomic():
        target = into or _new_thread(source, title, group or source.group)
        with transfer.changing_both(source, target) as (left, joined):
            source, target = left.thread, joined.thread
            begins = not target.posts.exists()
            if not source.published or not (target.published or begins) or source.pk == target.pk:
                raise NotPossible(_("One of these discussions is no longer here."))
            transfer.check_audiences(source, target)
            before, threads, now = transfer.positions_of(source, target), [source, target], timezone.now()
            moving = _chosen(source, numbers)
            state, fields = moved_state.load_state(threads), transfer.fields_of(threads)
            after = transfer.in_time_order(target.pk, before, moving)
            count = transfer.published_among(moving)
            transfer.store_positions(before, after)
            labels = transfer.settle_opening(target, before, {thread.pk: thread.labels for thread in threads})
            lines = {line.pk: Position(source.pk, line.number) for line in _lines(source, before, moving)}
            before, after = before | lines, after | lines
            target.audience = narrower(source.audience, target.audience)
            visits = moved_state.visits_after(state.visits, before, after)
            moved_state.store_visits(visits, [source.pk, target.pk])
            moved_state.repoint_notifications(before, after, visits, at=now)
            authors = set(Post.objects.filter(pk__in=moving).values_list("author_id", flat=True))
            follows = moved_state.follows_split(state.follows, source.pk, target.pk, authors)
            moved_state.store_follows(follows, [source.pk, target.pk])
            transfer.point_cases(before, after)
            counters.settle(left, posts=-count)
            counters.settle(joined, posts=count)
            if begins:
                index_title(target)
            transfer.withdraw_from_muting(target)
            move = ThreadMove(source=source, target=target, at=now, begins=begins)
            transfer.remember(move, before, after, state, fields | {"labels": labels, "lines": list(lines)})
    return move


def _new_thread(source: Thread, title: str, group: Group) -> Thread:
    now = timezone.now()
    thread = Thread.objects.create(
        group=group,
        title=title,
        slug=slug_for(title),
        audience=narrower(source.audience, group.audience),
        created_at=now,
        last_activity_at=now,
    )
    thread.topics.set(source.topics.all())
    return thread


def _chosen(source: Thread, numbers: Collection[int]) -> list[int]:
    """The keys of the posts with these numbers, which may move."""
    posts = list(source.posts.filter(number__in=numbers, state__in=[State.PUBLISHED, State.REMOVED]))
    if 1 in numbers:
        raise NotPossible(_("The first post stays where it is. To move everything, merge the discussion."))
    if len(posts) != len(set(numbers)):
        raise NotPossible(_("Some of these posts are no longer in this discussion."))
    if not any(post.is_published for post in posts):
        raise NotPossible(_("Choose at least one post that people can read."))
    return [post.pk for post in posts]


def _lines(source: Thread, before: moved_state.Positions, moving: Sequence[int]) -> list[Post]:
    """Leave a line for each run of posts that moved, under its last number: the thread's last number stays."""
    numbered = sorted((was.number, pk) for pk, was in before.items() if was.thread == source.pk and was.number)
    runs: list[list[int]] = []
    previous = 0
    for _number, pk in numbered:
        if pk in moving and previous in moving and runs:
            runs[-1].append(pk)
        elif pk in moving:
            runs.append([pk])
        previous = pk
    times = dict(Post.objects.filter(pk__in=moving).values_list("pk", "published_at"))
    now = timezone.now()
    return Post.objects.bulk_create(
        Post(
            thread=source,
            number=before[run[-1]].number,
            state=State.MOVED,
            answers_id=run[0],
            token=uuid4(),
            created_at=now,
            published_at=times[run[-1]],
        )
        for run in runs
    )
