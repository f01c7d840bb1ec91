"""Load the threads that a member follows, mutes or started, each with how many posts are new to them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from community.forum.models import Follow, Thread
from community.forum.models.thread import ThreadQuerySet
from community.forum.selectors.cursors import read_cursor, write_cursor
from community.forum.selectors.unread import MOST_COUNTED, with_new
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
    mutes: bool = False
    left: int = 0
    continue_at: int | None = None

    @property
    def left_more_than(self) -> int:
        """How many are left at least, where they were not counted to the end; else 0."""
        return MOST_COUNTED - 1 if self.left >= MOST_COUNTED else 0

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


def muted_page(member: Member, *, after: str, unmuted: int = 0) -> OwnThreadPage:
    """Load a page of the threads that the member mutes, last active first, in one query.

    `unmuted` is the key of the thread whose mute has just ended: it keeps its place, to be muted again."""
    follows = Follow.objects.filter(Q(muted=True) | Q(thread=unmuted), member=member)
    threads = Thread.objects.listed_for(member).filter(pk__in=follows.values("thread"))
    return _page(threads, member, "last_activity_at", after)


def started_page(member: Member, *, after: str) -> OwnThreadPage:
    """Load a page of the threads that the member started, newest first, in one query."""
    return _page(Thread.objects.listed_for(member).filter(author=member), member, "created_at", after)


def _page(threads: ThreadQuerySet, member: Member, column: str, after: str) -> OwnThreadPage:
    """Load a page in the order of a time, newest first; an invalid cursor starts at the top."""
    if cursor := read_cursor(after):
        moment, pk = cursor
        threads = threads.filter(Q(**{f"{column}__lt": moment}) | Q(**{column: moment, "pk__lt": pk}))
    own = Follow.objects.filter(thread=OuterRef("pk"), member=member)
    shown = with_new(threads.for_page(), member)
    shown = shown.annotate(followed=Exists(own.filter(active=True)), muted=Exists(own.filter(muted=True)))
    size = settings.THREADS_PER_PAGE
    rows = list(shown.order_by(f"-{column}", "-pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    next_key = write_cursor(getattr(last, column), last.pk) if last else ""
    return OwnThreadPage([_row(thread) for thread in rows[:size]], next_key)


def _row(thread: Thread) -> OwnThreadRow:
    """Build a row from what with_new() and _page() annotated, which the type checker does not know."""
    values = vars(thread)
    first_new = values["seen"] + 1 if values["new"] else None
    return OwnThreadRow(thread, values["new"], first_new, follows=values["followed"], mutes=values["muted"])
