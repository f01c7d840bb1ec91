"""Ways through a long discussion: to a day, and parts of it to read by themselves, a page by key.

A statement goes through a bounded stretch of the discussion, so that its cost does not grow with the discussion."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from community.core.text.parsing import number_in
from community.forum.models import Post, State, Thread
from community.forum.models.group import Viewer
from community.forum.models.post import PostQuerySet
from community.forum.selectors.cursors import read_counted_cursor
from community.members.models import Role

SEARCHED = 2_000  # posts that one look for words goes through, each read whole
LOOKED_THROUGH = 5_000  # posts that one look for people goes through
COMPARED = 100  # posts whose dates are asked for at once


def first_on(thread: Thread, day: date) -> int | None:
    """The number of the first post on or after `day` in the community's time zone; None where nobody has written since.

    Numbers grow with time, so a hundred dates spread over the discussion say which hundredth to look in: two statements
    at 10,000 posts and three at a million, each of a hundred rows by the index on numbers."""
    begins = datetime.combine(day, time.min, timezone.get_default_timezone())
    low, high = 1, thread.last_number
    found: int | None = None
    while low <= high:
        step = max(-(-(high - low + 1) // COMPARED), 1)
        asked = thread.posts.filter(number__in=[*range(low, high, step), high]).order_by("number")
        before = low - 1
        found_here: int | None = None
        for number, at in asked.values_list("number", "published_at"):
            if at and at >= begins:
                found_here = number
                break
            before = number or before
        found = found_here or found
        if found_here is None or step == 1:
            return found
        low, high = before + 1, found_here - 1
    return found


@dataclass(frozen=True)
class Part:
    """A page of some of a discussion's posts. `after` is the key of the next page, empty on the last; `looked` is the
    stretch of numbers that was gone through, where that was not all there is."""

    posts: list[Post]
    after: str = ""
    looked: tuple[int, int] | None = None


def supported(thread: Thread, after: str, viewer: Viewer) -> Part:
    """Posts that somebody gave a reactions, the most supported first: posts in an order, never people."""
    posts = _published(thread, viewer).filter(support_count__gt=0)
    if key := read_counted_cursor(after):
        reactions, place = key
        posts = posts.filter(Q(support_count__lt=reactions) | Q(support_count=reactions, number__gt=place))
    size = settings.POSTS_PER_PAGE
    rows = list(posts.order_by("-support_count", "number")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Part(_of(thread, rows[:size]), f"{last.support_count}-{last.number}" if last else "")


def by_starter(thread: Thread, after: str, viewer: Viewer) -> Part:
    """What the one who started the discussion wrote in it, the opening post first."""
    who = Q(author=thread.author_id) if thread.author_id else Q(pk__in=[])
    return _onwards(thread, who, after, viewer)


def by_mentors(thread: Thread, after: str, viewer: Viewer) -> Part:
    """What mentors wrote, the first first."""
    return _onwards(thread, Q(author__role=Role.MENTOR), after, viewer)


def holding(thread: Thread, words: list[str], after: str, viewer: Viewer) -> Part:
    """Posts that hold every one of `words`, in capitals or not; the newest first."""
    high = min(number_in(after) or thread.last_number + 1, thread.last_number + 1) - 1
    low = max(high - SEARCHED + 1, 1)
    posts = _published(thread, viewer).filter(*[Q(plain__icontains=word) for word in words])
    size = settings.POSTS_PER_PAGE
    rows = list(posts.filter(number__gte=low, number__lte=high).order_by("-number")[: size + 1])
    if len(rows) > size:
        return Part(_of(thread, rows[:size]), str(rows[size - 1].number))
    if low > 1:
        return Part(_of(thread, rows), str(low), (low, high))
    return Part(_of(thread, rows))


WAYS: dict[str, Callable[[Thread, str, Viewer], Part]] = {
    "supported": supported,
    "starter": by_starter,
    "mentors": by_mentors,
}


def _onwards(thread: Thread, who: Q, after: str, viewer: Viewer) -> Part:
    begun = min(number_in(after) or 0, thread.last_number)
    end = begun + LOOKED_THROUGH
    posts = _published(thread, viewer).filter(who, number__gt=begun, number__lte=end)
    size = settings.POSTS_PER_PAGE
    rows = list(posts.order_by("number")[: size + 1])
    if len(rows) > size:
        return Part(_of(thread, rows[:size]), str(rows[size - 1].number))
    if end < thread.last_number:
        return Part(_of(thread, rows), str(end), (begun + 1, end))
    return Part(_of(thread, rows))


def _published(thread: Thread, viewer: Viewer) -> PostQuerySet:
    """What can be read in the discussion, without what the viewer does not want to meet now."""
    posts: PostQuerySet = Post.objects.filter(thread=thread, state=State.PUBLISHED)
    return posts.not_muted_by(viewer).for_display()


def _of(thread: Thread, posts: list[Post]) -> list[Post]:
    for post in posts:
        post.thread = thread  # already here: links must not ask again
    return posts
