"""Find a day in a long thread, and load the posts that match a filter, page by page.

Each query looks at a limited range of numbers, so that its cost does not grow with the thread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from django.conf import settings
from django.db.models import Q

from community.core.text.parsing import number_in
from community.forum.blocked_quotes import fold_quotes_in
from community.forum.models import Post, PostIndex, State, Thread
from community.forum.models.group import Viewer
from community.forum.models.post import PostQuerySet
from community.forum.selectors.cursors import read_counted_cursor
from community.forum.selectors.entries import OwnState
from community.members.models import Role
from community.search.matching import WordSets

SEARCHED_FOR_WORDS = 20_000  # posts in one query for words
SEARCHED_FOR_AUTHORS = 5_000  # posts in one query for authors
COMPARED = 100  # posts whose dates one query reads


def first_on(thread: Thread, day: date, zone: tzinfo) -> int | None:
    """The number of the first post on or after `day` in a time zone; None when there is none.

    Numbers grow with time, so a hundred dates spread over the thread show which hundredth to search: two queries at
    10,000 posts and three at a million, each of a hundred rows by the index on numbers."""
    midnight = datetime.combine(day, time.min, zone)
    low, high = 1, thread.last_number
    earliest: int | None = None
    while low <= high:
        step = max(-(-(high - low + 1) // COMPARED), 1)
        sample = thread.posts.filter(number__in=[*range(low, high, step), high]).order_by("number")
        before = low - 1
        match: int | None = None
        for number, at in sample.values_list("number", "published_at"):
            if at and at >= midnight:
                match = number
                break
            before = number or before
        earliest = match or earliest
        if match is None or step == 1:
            return earliest
        low, high = before + 1, match - 1
    return earliest


@dataclass(frozen=True)
class Part:
    """A page of a thread's posts that match a filter. `after` is the cursor of the next page, empty on the last one.

    `by_blocked` has the keys of those by members whom the viewer has blocked. `searched` is the range of numbers that
    the query looked at, when that was not the whole thread."""

    posts: list[Post]
    after: str = ""
    searched: tuple[int, int] | None = None
    by_blocked: frozenset[int] = frozenset()

    @property
    def rows(self) -> list[tuple[Post, OwnState]]:
        """The posts, each with what makes the viewer's rendering differ from others'."""
        return [(post, OwnState(by_blocked=post.pk in self.by_blocked)) for post in self.posts]


def supported(thread: Thread, after: str, viewer: Viewer) -> Part:
    """Posts with reactions, those with most first."""
    posts = _published(thread, viewer).filter(support_count__gt=0)
    if cursor := read_counted_cursor(after):
        reactions, number = cursor
        posts = posts.filter(Q(support_count__lt=reactions) | Q(support_count=reactions, number__gt=number))
    size = settings.POSTS_PER_PAGE
    rows = list(posts.order_by("-support_count", "number")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return _part(thread, rows[:size], viewer, f"{last.support_count}-{last.number}" if last else "")


def by_starter(thread: Thread, after: str, viewer: Viewer) -> Part:
    """Posts by the thread's author, oldest first."""
    by_author = Q(author=thread.author_id) if thread.author_id else Q(pk__in=[])
    return _oldest_first(thread, by_author, after, viewer)


def by_mentors(thread: Thread, after: str, viewer: Viewer) -> Part:
    """Posts by mentors, oldest first."""
    return _oldest_first(thread, Q(author__role=Role.MENTOR), after, viewer)


def containing(thread: Thread, sets: WordSets, after: str, viewer: Viewer) -> Part:
    """Posts that have all words of one of the sets; newest first. Without sets there are none.

    The index is asked once for the whole site: joined to the posts, SQLite would ask it again for each of them."""
    if not sets:
        return Part([])
    high = min(number_in(after) or thread.last_number + 1, thread.last_number + 1) - 1
    low = max(high - SEARCHED_FOR_WORDS + 1, 1)
    posts = _published(thread, viewer).filter(pk__in=PostIndex.objects.filter(terms__has_words=sets).values("pk"))
    size = settings.POSTS_PER_PAGE
    rows = list(posts.filter(number__gte=low, number__lte=high).order_by("-number")[: size + 1])
    if len(rows) > size:
        return _part(thread, rows[:size], viewer, str(rows[size - 1].number))
    if low > 1:
        return _part(thread, rows, viewer, str(low), (low, high))
    return _part(thread, rows, viewer)


FILTERS: dict[str, Callable[[Thread, str, Viewer], Part]] = {
    "supported": supported,
    "starter": by_starter,
    "mentors": by_mentors,
}


def _oldest_first(thread: Thread, condition: Q, after: str, viewer: Viewer) -> Part:
    start = min(number_in(after) or 0, thread.last_number)
    end = start + SEARCHED_FOR_AUTHORS
    posts = _published(thread, viewer).filter(condition, number__gt=start, number__lte=end)
    size = settings.POSTS_PER_PAGE
    rows = list(posts.order_by("number")[: size + 1])
    if len(rows) > size:
        return _part(thread, rows[:size], viewer, str(rows[size - 1].number))
    if end < thread.last_number:
        return _part(thread, rows, viewer, str(end), (start + 1, end))
    return _part(thread, rows, viewer)


def _published(thread: Thread, viewer: Viewer) -> PostQuerySet:
    """Published posts of the thread without those that the viewer mutes."""
    posts: PostQuerySet = Post.objects.filter(thread=thread, state=State.PUBLISHED)
    return posts.not_muted_by(viewer).with_blocks(viewer).for_display()


def _part(
    thread: Thread, posts: list[Post], viewer: Viewer, after: str = "", searched: tuple[int, int] | None = None
) -> Part:
    """Build a page; the loaded thread is set on its posts, so that their addresses need no query."""
    for post in posts:
        post.thread = thread
    fold_quotes_in(posts, viewer)
    by_blocked = frozenset(post.pk for post in posts if vars(post)["by_blocked"])
    return Part(posts, after, searched, by_blocked)
