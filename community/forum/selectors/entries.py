"""The statements behind the lists and pages: threads as one viewer sees them, a page by key, a page by numbers."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from community.core.caching.compiled_query import CompiledQuery
from community.core.models import site_version
from community.core.text.parsing import number_in
from community.forum.models import Bookmark, Group, Membership, Post, Reaction, State, Support, Thread, Visit
from community.forum.models.group import Viewer, readable_by

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAMES = 100  # on the page that says who sent support


def with_new(threads: QuerySet[Thread], viewer: Viewer) -> QuerySet[Thread]:
    """Threads with `new`: published posts since the member's visit, other people's; none where she never was."""
    if not viewer.is_authenticated:
        return threads
    unseen = (
        Post.objects.filter(thread=OuterRef("pk"), state=State.PUBLISHED, number__gt=OuterRef("seen"))
        .not_muted_by(viewer)
        .exclude(author=viewer.pk)
        .order_by()
        .values("thread")
        .annotate(count=Count("pk"))
        .values("count")
    )
    seen = Visit.objects.filter(thread=OuterRef("pk"), member=viewer.pk).values("number")
    new = Coalesce(Subquery(unseen, output_field=IntegerField()), 0)
    return threads.annotate(seen=Subquery(seen)).annotate(new=new)


def write_cursor(sort_value: datetime | int, pk: int) -> str:
    """Where a row stands in a list ordered by moments or counts: the next page begins after this key."""
    return f"{sort_value if isinstance(sort_value, int) else (sort_value - EPOCH) // timedelta(microseconds=1)}-{pk}"


def read_cursor(key: str) -> tuple[datetime, int] | None:
    """The moment and the row that a key names; None for one that is not a key."""
    moment, _, place = key.partition("-")
    pk = number_in(place)
    if not (moment.isdecimal() and pk is not None and len(key) < 40):
        return None
    try:
        return EPOCH + timedelta(microseconds=int(moment)), pk
    except OverflowError:
        return None


def read_counted_cursor(key: str) -> tuple[int, int] | None:
    """The count, and the row or the post's number, that a key names; None for one that is not a key."""
    count, _, place = key.partition("-")
    sort_value, behind = number_in(count), number_in(place)
    return None if sort_value is None or behind is None else (sort_value, behind)


def support_of(post: Post) -> list[tuple[Reaction, list[Support]]]:
    """Who sent a post support, by reaction: the newest NAMES of them, in the order in which they came."""
    newest = list(post.support.select_related("member").order_by("-given_at", "-pk")[:NAMES])
    by_reaction = [
        (reaction, [given for given in reversed(newest) if given.reaction == reaction]) for reaction in Reaction
    ]
    return [(reaction, given) for reaction, given in by_reaction if given]


class PostEntry(NamedTuple):
    """A post's place on a page, and what the viewer has to do with it: all that tells her page from others'."""

    pk: int
    number: int
    author: int | None
    labels: int
    my_reaction: str | None = None
    bookmarked: bool = False

    def needs_own_render(self, viewer: Viewer) -> bool:
        """Whether her page shows it in another way than somebody else's."""
        if not viewer.is_authenticated:
            return False
        return (
            self.author == viewer.pk
            or bool(self.my_reaction)
            or self.bookmarked
            or bool(self.labels & viewer.muted_labels)
        )

    def folded_labels_for(self, viewer: Viewer) -> int:
        """Which of its labels the viewer does not want to meet now; 0 for none, and for her own post."""
        if not viewer.is_authenticated or self.author == viewer.pk:
            return 0
        return self.labels & viewer.muted_labels


def _entries(thread: int, first: int, last: int, member: int) -> QuerySet[Any, Any]:
    posts = Post.objects.filter(thread=thread, number__gte=first, number__lte=last)
    mine = {"post": OuterRef("pk"), "member": member}
    return posts.order_by("number").values_list(
        "pk",
        "number",
        "author",
        "labels",
        Subquery(Support.objects.filter(**mine).values("reaction")),
        Exists(Bookmark.objects.filter(**mine)),
    )


ENTRIES = CompiledQuery(_entries)


def entries_on_page(thread: Thread, page: int, viewer: Viewer) -> list[PostEntry]:
    """The posts that have their place on a page: a range of numbers, whatever the page."""
    size = settings.POSTS_PER_PAGE
    return entries_between(thread, (page - 1) * size + 1, page * size, viewer)


def entries_between(thread: Thread, first: int, last: int, viewer: Viewer) -> list[PostEntry]:
    """Placed posts from number `first` to `last`, each in few words."""
    if first > thread.last_number:
        return []
    rows = ENTRIES.rows(thread=thread.pk, first=first, last=min(last, thread.last_number), member=viewer.pk or 0)
    return [
        PostEntry(pk, number, author, labels, reaction, bool(bookmarked))
        for pk, number, author, labels, reaction, bookmarked in rows
    ]


def groups_for(viewer: Viewer) -> QuerySet[Group]:
    """Groups that the viewer may see, each with `discussions`: how many she finds there."""
    counted = readable_by(viewer, audience="tallies__audience", group="pk")
    return Group.objects.visible_to(viewer).annotate(
        discussions=Coalesce(Sum("tallies__thread_count", filter=counted), 0)
    )


def groups_for_page(viewer: Viewer, now: datetime) -> QuerySet[Group]:
    """groups_for() with what a page says of one: `lists` (the versions of the lists that she finds there), `pins` (some
    are pinned now), `is_member_only` and the `site`'s version."""
    counted = readable_by(viewer, audience="tallies__audience", group="pk")
    pinned = Thread.objects.filter(group=OuterRef("pk"), pinned_until__gt=now)
    return groups_for(viewer).annotate(
        lists=Coalesce(Sum("tallies__version", filter=counted), 0),
        pins=Exists(pinned),
        is_member_only=Exists(Membership.objects.filter(group=OuterRef("pk"), member=viewer.pk)),
        site=site_version(),
    )
