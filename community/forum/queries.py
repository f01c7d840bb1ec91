"""The statements behind the lists and pages: threads as one viewer sees them, a page by key, a page by numbers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import CharField, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from community.forum.models import Follow, Group, GroupTally, Post, State, Thread, Visit
from community.forum.models.group import Viewer, readable_by
from community.forum.models.thread import ThreadQuerySet
from community.notifications.models import Notification

ORDERS = {"activity": "last_activity_at", "newest": "created_at", "unanswered": "created_at"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
    """for_reader(), and `waits` (a post of hers there waits for a moderator) and `told` (she has unread notices)."""
    if not viewer.is_authenticated:
        return threads
    held = Post.objects.filter(thread=OuterRef("pk"), author=viewer.pk, state=State.HELD)
    key = Concat(Value("thread:"), Cast(OuterRef("pk"), CharField()))
    unread = Notification.objects.unread().filter(recipient=viewer.pk, context=key)
    return for_reader(threads, viewer).annotate(waits=Exists(held), told=Exists(unread))


def with_new(threads: QuerySet[Thread], viewer: Viewer) -> QuerySet[Thread]:
    """Threads with `new`: published posts since the member's visit, other people's; none where she never was."""
    if not viewer.is_authenticated:
        return threads
    unseen = (
        Post.objects.filter(thread=OuterRef("pk"), state=State.PUBLISHED, number__gt=OuterRef("seen"))
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
    pinned: list[Thread] = []
    if order == "activity":
        is_pinned = Q(pinned_until__gt=timezone.now())
        if not after:
            pinned = list(rows.filter(is_pinned).order_by(f"-{column}", "-pk"))
        rows = rows.exclude(is_pinned)
    if place := _read_key(after):
        moment, pk = place
        rows = rows.filter(Q(**{f"{column}__lt": moment}) | Q(**{column: moment, "pk__lt": pk}))
    size = settings.THREADS_PER_PAGE
    found = list(rows.order_by(f"-{column}", "-pk")[: size + 1])
    more = len(found) > size
    return ThreadPage(found[:size], pinned, _write_key(found[size - 1], column) if more else "")


def _write_key(thread: Thread, column: str) -> str:
    return f"{(getattr(thread, column) - EPOCH) // timedelta(microseconds=1)}-{thread.pk}"


def _read_key(key: str) -> tuple[datetime, int] | None:
    moment, _, pk = key.partition("-")
    if not (moment.isdecimal() and pk.isdecimal() and len(key) < 40):
        return None
    try:
        return EPOCH + timedelta(microseconds=int(moment)), int(pk)
    except OverflowError:
        return None


def posts_page(thread: Thread, page: int) -> list[Post]:
    """The posts that have their place on a page: a range of numbers, whatever the page."""
    size = settings.POSTS_PER_PAGE
    return posts_between(thread, (page - 1) * size + 1, page * size)


def posts_between(thread: Thread, first: int, last: int) -> list[Post]:
    """Placed posts from number `first` to `last`, with what a page shows of them."""
    posts = thread.posts.placed().for_display().filter(number__gte=first, number__lte=last).order_by("number")
    rows = list(posts)
    for post in rows:
        post.thread = thread  # already here: links and policies must not ask again
    return rows


def discussions_in(group: Group, viewer: Viewer) -> int:
    """How many discussions of the group the viewer can find."""
    tallies = GroupTally.objects.filter(readable_by(viewer), group=group)
    return sum(tallies.values_list("thread_count", flat=True))
