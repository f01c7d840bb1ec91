"""Load what a member follows, started or began to read, each thread with how many posts are new to them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Exists, F, FilteredRelation, IntegerField, OuterRef, Q, Subquery

from community.forum.models import Follow, Post, State, Thread
from community.forum.models.post import PostQuerySet
from community.forum.models.thread import ThreadQuerySet
from community.forum.selectors.cursors import read_cursor, write_cursor
from community.forum.selectors.unread import with_new
from community.members.models import Member


@dataclass(frozen=True)
class OwnThreadRow:
    """A thread in one of the member's own lists.

    `first_new` is the number of the first post that is new to the member; `left` is how many posts of others they have
    not read, in the list of what they began to read."""

    thread: Thread
    new: int = 0
    first_new: int | None = None
    follows: bool = False
    left: int = 0
    continue_at: int | None = None

    @property
    def url(self) -> str:
        """The address of the first new post or of where the member stopped reading, else of the thread."""
        first = self.thread.get_absolute_url()
        if self.continue_at:
            return f"{first}?number={self.continue_at}#{'unread' if self.continue_at == self.first_new else 'sought'}"
        return f"{first}?number={self.first_new}#unread" if self.first_new else first


@dataclass(frozen=True)
class OwnThreadPage:
    """A page of a list; `next_key` is the cursor of the next page, empty on the last one."""

    rows: list[OwnThreadRow]
    next_key: str


def followed_page(member: Member, *, after: str, unfollowed: Collection[int] = ()) -> OwnThreadPage:
    """Load a page of the threads that the member follows, last active first, in one query.

    `unfollowed` holds keys of threads whose follow has just ended: they keep their place, to be followed again."""
    follows = Follow.objects.filter(Q(active=True) | Q(thread__in=unfollowed), member=member)
    threads = Thread.objects.listed_for(member).filter(pk__in=follows.values("thread"))
    return _page(threads, member, "last_activity_at", after)


def started_page(member: Member, *, after: str) -> OwnThreadPage:
    """Load a page of the threads that the member started, newest first, in one query."""
    return _page(Thread.objects.listed_for(member).filter(author=member), member, "created_at", after)


def followed_with_news(member: Member, limit: int) -> list[OwnThreadRow]:
    """Load up to `limit` threads that the member follows and that have new posts, last active first, in one query."""
    followed = Follow.objects.filter(member=member, active=True).values("thread")
    threads = Thread.objects.listed_for(member).filter(pk__in=followed).alias(visit=_visit_of(member))
    behind = threads.filter(visit__number__lt=F("last_number")).alias(after=F("visit__number"))
    first = behind.filter(Exists(_others_posts(member))).order_by("-last_activity_at", "-pk").values("pk")[:limit]
    shown = with_new(Thread.objects.filter(pk__in=first).for_page(), member)
    return [_row(thread) for thread in shown.order_by("-last_activity_at", "-pk")]


def unfinished(member: Member, limit: int, *, but: Collection[int]) -> list[OwnThreadRow]:
    """Load up to `limit` threads that the member began to read and has not finished, last opened first, in one query.

    Threads with keys in `but` are left out. A thread is finished when no post of others is left to read."""
    left = _others_posts(member)
    counted = left.order_by().values("thread").annotate(count=Count("pk")).values("count")
    threads = Thread.objects.listed_for(member).exclude(pk__in=but).alias(visit=_visit_of(member))
    behind = threads.filter(visit__read_through__gt=0, visit__read_through__lt=F("last_number"))
    behind = behind.alias(after=F("visit__read_through")).filter(Exists(left))
    first = behind.order_by("-visit__visited_at", "-pk").values("pk")[:limit]
    shown = (
        Thread.objects.filter(pk__in=first)
        .for_page()
        .alias(visit=_visit_of(member))
        .annotate(after=F("visit__read_through"), seen=F("visit__number"))
        .annotate(left=Subquery(counted, output_field=IntegerField()))
    )
    return [_unfinished_row(thread) for thread in shown.order_by("-visit__visited_at", "-pk")]


def _others_posts(member: Member) -> PostQuerySet:
    """Posts of others in a thread beyond its annotation `after`. They are counted for the threads that are shown alone:
    a count for each thread that somebody ever opened would take most of the page's time."""
    posts = Post.objects.filter(thread=OuterRef("pk"), state=State.PUBLISHED, number__gt=OuterRef("after"))
    return posts.not_muted_by(member).exclude(author=member)


def _visit_of(member: Member) -> FilteredRelation:
    return FilteredRelation("visits", condition=Q(visits__member=member.pk))


def _page(threads: ThreadQuerySet, member: Member, column: str, after: str) -> OwnThreadPage:
    """Load a page in the order of a time, newest first; an invalid cursor starts at the top."""
    if cursor := read_cursor(after):
        moment, pk = cursor
        threads = threads.filter(Q(**{f"{column}__lt": moment}) | Q(**{column: moment, "pk__lt": pk}))
    active = Follow.objects.filter(thread=OuterRef("pk"), member=member, active=True)
    shown = with_new(threads.for_page(), member).annotate(followed=Exists(active))
    size = settings.THREADS_PER_PAGE
    rows = list(shown.order_by(f"-{column}", "-pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    next_key = write_cursor(getattr(last, column), last.pk) if last else ""
    return OwnThreadPage([_row(thread) for thread in rows[:size]], next_key)


def _row(thread: Thread) -> OwnThreadRow:
    """Build a row from what with_new() and _page() annotated, which the type checker does not know."""
    values = vars(thread)
    first_new = values["seen"] + 1 if values["new"] else None
    return OwnThreadRow(thread, values["new"], first_new, follows=values.get("followed", True))


def _unfinished_row(thread: Thread) -> OwnThreadRow:
    values = vars(thread)
    first_new = values["seen"] + 1 if values["seen"] < thread.last_number else None
    return OwnThreadRow(thread, first_new=first_new, left=values["left"], continue_at=values["after"] + 1)
