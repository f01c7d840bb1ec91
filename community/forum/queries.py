"""The statements behind the lists and pages: threads as one viewer sees them, a page by key, a page by numbers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import CharField, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from community.composing.models import Draft, Image
from community.core.numbers import number_in
from community.forum.models import Bookmark, Follow, Group, GroupTally, Post, Sign, State, Support, Thread, Visit
from community.forum.models.group import Viewer, readable_by
from community.forum.models.thread import ThreadQuerySet
from community.notifications.models import Notification

ORDERS = {"activity": "last_activity_at", "newest": "created_at", "unanswered": "created_at", "supported": "support"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAMES = 100  # on the page that says who sent support


def for_reader(threads: QuerySet[Thread], viewer: Viewer) -> QuerySet[Thread]:
    """Threads with the member's own marks: `seen` (the number she read up to, None when never) and `followed`."""
    if not viewer.is_authenticated:
        return threads
    mine = {"thread": OuterRef("pk"), "member": viewer.pk}
    return threads.annotate(
        seen=Subquery(Visit.objects.filter(**mine).values("number")),
        followed=Exists(Follow.objects.filter(**mine, active=True)),
    )


def for_page(threads: QuerySet[Thread], viewer: Viewer) -> QuerySet[Thread]:
    """for_reader(), and `place` (how far she read without a gap), `waits` (a post of hers there waits for a moderator),
    `told` (she has unread notices of replies), `drafted` (she began a reply) and `pictured` (with pictures)."""
    if not viewer.is_authenticated:
        return threads
    held = Post.objects.filter(thread=OuterRef("pk"), author=viewer.pk, state=State.HELD)
    key = Concat(Value("thread:"), Cast(OuterRef("pk"), CharField()))
    unread = Notification.objects.unread().filter(recipient=viewer.pk, context=key, first_number__isnull=False)
    place = Subquery(Visit.objects.filter(thread=OuterRef("pk"), member=viewer.pk).values("place"))
    return for_reader(threads, viewer).annotate(
        place=place,
        waits=Exists(held),
        told=Exists(unread),
        drafted=Exists(Draft.objects.filter(place=key, member=viewer.pk)),
        pictured=Exists(Image.objects.filter(place=key, member=viewer.pk, source="")),
    )


def with_new(threads: QuerySet[Thread], viewer: Viewer) -> QuerySet[Thread]:
    """Threads with `new`: published posts since the member's visit, other people's; none where she never was."""
    if not viewer.is_authenticated:
        return threads
    unseen = (
        Post.objects.filter(thread=OuterRef("pk"), state=State.PUBLISHED, number__gt=OuterRef("seen"))
        .not_hidden_from(viewer)
        .exclude(author=viewer.pk)
        .order_by()
        .values("thread")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return for_reader(threads, viewer).annotate(new=Coalesce(Subquery(unseen, output_field=IntegerField()), 0))


@dataclass(frozen=True)
class ThreadPage:
    """A page of a list: its threads, and the key after which the next page begins (empty on the last)."""

    threads: list[Thread]
    pinned: list[Thread]
    next_key: str


def threads_page(threads: ThreadQuerySet, viewer: Viewer, *, order: str, after: str) -> ThreadPage:
    """A page of `threads` in one of ORDERS, by key rather than offset, so that page 50 costs what page 1 costs.

    Pinned threads stand first, on the first page of the default order. A key that is not one starts at the top."""
    column = ORDERS[order]
    rows = with_new(threads.for_display(), viewer)
    if order == "unanswered":
        rows = rows.filter(reply_count=0)
    if order == "supported":  # by what its opening post was given; discussions without that are none of it
        opening = Post.objects.filter(thread=OuterRef("pk"), number=1, state=State.PUBLISHED)
        rows = rows.annotate(support=Subquery(opening.values("support_count"))).filter(support__gt=0)
    pinned: list[Thread] = []
    if order == "activity":
        is_pinned = Q(pinned_until__gt=timezone.now())
        if not after:
            pinned = list(rows.filter(is_pinned).order_by(f"-{column}", "-pk"))
        rows = rows.exclude(is_pinned)
    if place := (read_counted_key if order == "supported" else read_key)(after):
        stands, pk = place
        rows = rows.filter(Q(**{f"{column}__lt": stands}) | Q(**{column: stands, "pk__lt": pk}))
    size = settings.THREADS_PER_PAGE
    found = list(rows.order_by(f"-{column}", "-pk")[: size + 1])
    more = len(found) > size
    return ThreadPage(found[:size], pinned, write_key(found[size - 1], column) if more else "")


def write_key(row: Thread | Bookmark, column: str) -> str:
    """Where a row stands in a list ordered by `column`, a moment or a count: the next page begins after this key."""
    stands = getattr(row, column)
    return f"{stands if isinstance(stands, int) else (stands - EPOCH) // timedelta(microseconds=1)}-{row.pk}"


def read_key(key: str) -> tuple[datetime, int] | None:
    """The moment and the row that a key names; None for one that is not a key."""
    moment, _, pk = key.partition("-")
    if not (moment.isdecimal() and pk.isdecimal() and len(key) < 40):
        return None
    try:
        return EPOCH + timedelta(microseconds=int(moment)), int(pk)
    except OverflowError:
        return None


def read_counted_key(key: str) -> tuple[int, int] | None:
    """The count, and the row or the post's number, that a key names; None for one that is not a key."""
    count, _, place = key.partition("-")
    stands, behind = number_in(count), number_in(place)
    return None if stands is None or behind is None else (stands, behind)


def marked_by(posts: QuerySet[Post], viewer: Viewer) -> QuerySet[Post]:
    """Posts with the member's own marks: `my_sign` (the support she gave, None without) and `kept` (her bookmark)."""
    if not viewer.is_authenticated:
        return posts
    mine = {"post": OuterRef("pk"), "member": viewer.pk}
    return posts.annotate(
        my_sign=Subquery(Support.objects.filter(**mine).values("sign")),
        kept=Exists(Bookmark.objects.filter(**mine)),
    )


def support_of(post: Post) -> list[tuple[Sign, list[Support]]]:
    """Who sent a post support, by sign: the newest NAMES of them, in the order in which they came."""
    newest = list(post.support.select_related("member").order_by("-given_at", "-pk")[:NAMES])
    by_sign = [(sign, [given for given in reversed(newest) if given.sign == sign]) for sign in Sign]
    return [(sign, given) for sign, given in by_sign if given]


def posts_page(thread: Thread, page: int, viewer: Viewer) -> list[Post]:
    """The posts that have their place on a page: a range of numbers, whatever the page."""
    size = settings.POSTS_PER_PAGE
    return posts_between(thread, (page - 1) * size + 1, page * size, viewer)


def posts_between(thread: Thread, first: int, last: int, viewer: Viewer) -> list[Post]:
    """Placed posts from number `first` to `last`, with what a page shows of them, and the viewer's own marks; `folded`
    is what she does not want to meet of it now."""
    posts = thread.posts.placed().for_display().filter(number__gte=first, number__lte=last)
    rows = list(marked_by(posts, viewer).order_by("number"))
    for post in rows:
        post.thread = thread  # already here: links and policies must not ask again
        vars(post)["folded"] = post.hidden_from(viewer)
    return rows


def discussions_in(group: Group, viewer: Viewer) -> int:
    """How many discussions of the group the viewer can find."""
    tallies = GroupTally.objects.filter(readable_by(viewer), group=group)
    return sum(tallies.values_list("thread_count", flat=True))
