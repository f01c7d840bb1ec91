"""Load what a member's front page shows of threads: which ones and their figures, each part with one compiled query.

The threads themselves are loaded only when a part is not cached (templates/home/member_home.html).
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.db.models import Exists, F, FilteredRelation, Q, QuerySet

from community.core.caching.compiled_query import PerViewerQuery
from community.core.caching.viewer import ViewerTraits
from community.forum.models import Follow, Thread
from community.forum.models.group import joined_by
from community.forum.selectors.groups import groups_for
from community.forum.selectors.own_threads import OwnThreadRow
from community.forum.selectors.unread import ThreadRow, count_posts, others_posts, with_new
from community.members.models import Member

SHOWN = 5  # rows of what is new, and of the latest
SHOWN_BESIDE = 3  # rows of what to continue


class NewsEntry(NamedTuple):
    """A followed thread with new posts; `seen` is the highest number on a page that the member opened."""

    pk: int
    version: int
    seen: int
    new: int


class UnfinishedEntry(NamedTuple):
    """A thread that the member began to read, with how many posts of others are left to read."""

    pk: int
    version: int
    seen: int
    read_through: int
    left: int


class LatestEntry(NamedTuple):
    """A thread among the last active."""

    pk: int
    version: int
    new: int


class GroupEntry(NamedTuple):
    """A group that the member may see.

    `chosen`: the group is one of theirs. They follow a thread in it, or belong to it when it is a private one."""

    pk: int
    thread_count: int
    chosen: bool


def followed_with_news(member: Member) -> list[NewsEntry]:
    """Load SHOWN threads that the member follows and that have new posts, last active first, and one more if any."""
    return [NewsEntry(*row) for row in NEWS.rows(member)]


def unfinished(member: Member, *, but: Collection[int]) -> list[UnfinishedEntry]:
    """Load the threads that the member began to read and has not finished, last opened first.

    Threads with keys in `but`, at most SHOWN, are left out. A thread is finished when no post of others is left."""
    entries = [UnfinishedEntry(*row) for row in UNFINISHED.rows(member)]
    return [entry for entry in entries if entry.pk not in but][:SHOWN_BESIDE]


def latest(member: Member, *, in_own_groups: bool, but: Collection[int]) -> list[LatestEntry]:
    """Load the last active threads of the member's groups or of all, without those with keys in `but`."""
    query = LATEST_IN_OWN_GROUPS if in_own_groups else LATEST
    entries = [LatestEntry(*row) for row in query.rows(member)]
    return [entry for entry in entries if entry.pk not in but][:SHOWN]


def groups_of(member: Member) -> list[GroupEntry]:
    """Load the groups that the member may see, in their order."""
    return [GroupEntry(*row) for row in GROUPS.rows(member)]


def news_rows(member: Member, entries: Sequence[NewsEntry]) -> list[OwnThreadRow]:
    """Load the threads of these entries; each title leads to the first new post."""
    threads = Thread.objects.listed_for(member).for_page().in_bulk([entry.pk for entry in entries])
    return [
        OwnThreadRow(threads[entry.pk], entry.new, entry.seen + 1, follows=True)
        for entry in entries
        if entry.pk in threads
    ]


def unfinished_rows(member: Member, entries: Sequence[UnfinishedEntry]) -> list[OwnThreadRow]:
    """Load the threads of these entries; each title leads to the first post that is left."""
    threads = Thread.objects.listed_for(member).for_page().in_bulk([entry.pk for entry in entries])
    return [
        OwnThreadRow(
            thread,
            first_new=entry.seen + 1 if entry.seen < thread.last_number else None,
            left=entry.left,
            continue_at=entry.read_through + 1,
        )
        for entry in entries
        if (thread := threads.get(entry.pk))
    ]


def latest_rows(member: Member, entries: Sequence[LatestEntry]) -> list[ThreadRow]:
    """Load the threads of these entries, with their topics."""
    threads = Thread.objects.listed_for(member).for_rows().in_bulk([entry.pk for entry in entries])
    return [ThreadRow(threads[entry.pk], entry.new) for entry in entries if entry.pk in threads]


def _news(viewer: ViewerTraits) -> QuerySet[Any, Any]:
    """The fields of NewsEntry in their order. Posts are counted for the threads that are shown alone."""
    followed = Follow.objects.filter(member=viewer.pk, active=True).values("thread")
    behind = _read_by(viewer, "number").filter(pk__in=followed)
    shown = behind.order_by("-last_activity_at", "-pk").values("pk")[: SHOWN + 1]
    rows = with_new(Thread.objects.filter(pk__in=shown), viewer).order_by("-last_activity_at", "-pk")
    return rows.values_list(*NewsEntry._fields)


def _unfinished(viewer: ViewerTraits) -> QuerySet[Any, Any]:
    """The fields of UnfinishedEntry in their order: as many as are shown when all of `but` are among them."""
    order = F("visit__visited_at").desc(), "-pk"
    behind = _read_by(viewer, "read_through").alias(read=F("visit__read_through")).exclude(read=0)
    shown = behind.order_by(*order).values("pk")[: SHOWN_BESIDE + SHOWN]
    rows = Thread.objects.filter(pk__in=shown).alias(visit=_visit_of(viewer))
    state = rows.annotate(seen=F("visit__number"), read_through=F("visit__read_through"))
    counted = state.annotate(left=count_posts(others_posts(viewer, after="read_through")))
    return counted.order_by(*order).values_list(*UnfinishedEntry._fields)


def _latest(viewer: ViewerTraits, *, own_groups: bool = False) -> QuerySet[Any, Any]:
    """The fields of LatestEntry in their order: as many as are shown when all others of the page are among them."""
    threads = Thread.objects.listed_for(viewer)
    if own_groups:
        followed = Follow.objects.filter(member=viewer.pk, active=True).values("thread__group")
        threads = threads.filter(Q(group__in=followed) | Q(group__in=joined_by(viewer)))
    shown = threads.order_by("-last_activity_at", "-pk")[: SHOWN + SHOWN_BESIDE + SHOWN]
    return with_new(shown, viewer).values_list(*LatestEntry._fields)


def _latest_in_own_groups(viewer: ViewerTraits) -> QuerySet[Any, Any]:
    return _latest(viewer, own_groups=True)


def _groups(viewer: ViewerTraits) -> QuerySet[Any, Any]:
    """The fields of GroupEntry in their order."""
    followed = Follow.objects.filter(member=viewer.pk, active=True).values("thread__group")
    chosen = Q(pk__in=followed) | Q(pk__in=joined_by(viewer))
    return groups_for(viewer).annotate(chosen=chosen).values_list(*GroupEntry._fields)


def _read_by(viewer: ViewerTraits, column: str) -> QuerySet[Thread]:
    """The threads with posts of others above the number in this column of the viewer's visit."""
    read = F(f"visit__{column}")
    threads = Thread.objects.listed_for(viewer).alias(visit=_visit_of(viewer)).filter(last_number__gt=read)
    return threads.alias(after=read).filter(Exists(others_posts(viewer, after="after")))


def _visit_of(viewer: ViewerTraits) -> FilteredRelation:
    return FilteredRelation("visits", condition=Q(visits__member=viewer.pk))


NEWS = PerViewerQuery(_news)
UNFINISHED = PerViewerQuery(_unfinished)
LATEST = PerViewerQuery(_latest)
LATEST_IN_OWN_GROUPS = PerViewerQuery(_latest_in_own_groups)
GROUPS = PerViewerQuery(_groups, uses_labels=False)
