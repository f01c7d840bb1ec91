"""Find threads by their titles and posts, as far as the viewer may read them."""

import math
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from community.forum.models import Post, Thread
from community.forum.models.group import Viewer
from community.forum.selectors.newest_matches import NewestMatches
from community.search.matching import WordSets
from community.search.scoring import Ranking

_opening = Post.objects.filter(thread=OuterRef("pk"), number=1)
# The newest of those that match; ranking them costs time.
TITLES = NewestMatches(
    Thread,
    [
        "pk",
        "index__stored",
        Subquery(_opening.values("pk")),
        Subquery(_opening.values("indexed__terms")),
        "last_activity_at",
        "reply_count",
    ],
    most=100,
)
POSTS = NewestMatches(
    Post,
    [
        "pk",
        "thread_id",
        "number",
        "published_at",
        "index__stored",
        "thread__indexed__terms",
        "thread__reply_count",
    ],
    most=200,
)
ENOUGH = 10  # threads with all words; with fewer, those with most of them are shown too


@dataclass(frozen=True)
class Filters:
    """What the viewer narrowed a search to."""

    group: str = ""  # its slug
    topic: int = 0
    author: str = ""  # a username
    since: date | None = None
    until: date | None = None
    has_replies: bool = False

    def on_threads(self, prefix: str = "") -> Q:
        """The condition on threads, or on rows with a thread in `prefix`, such as "thread__"."""
        condition = Q(**{f"{prefix}group__slug": self.group}) if self.group else Q()
        if self.topic:
            condition &= Q(**{f"{prefix}topics": self.topic})
        if self.has_replies:
            condition &= Q(**{f"{prefix}reply_count__gt": 0})
        return condition

    def on_own(self, at: str) -> Q:
        """The condition on posts or threads by their author and their date in the column `at`."""
        zone = timezone.get_current_timezone()
        condition = Q(author__username__iexact=self.author) if self.author else Q()
        if self.since:
            condition &= Q(**{f"{at}__gte": datetime.combine(self.since, time.min, zone)})
        if self.until:
            condition &= Q(**{f"{at}__lt": datetime.combine(self.until + timedelta(days=1), time.min, zone)})
        return condition


EVERYTHING = Filters()


@dataclass
class FoundThread:
    """A thread that matches, its best post, which is the opening one when only the title does, and those found."""

    pk: int
    score: float
    post: int | None = None
    has_all_words: bool = False
    posts: dict[int, float] = field(default_factory=dict)


def find_threads(ranking: Ranking, viewer: Viewer, filters: Filters) -> list[FoundThread]:
    """The threads that fit best, best first: with all words, and while those are few, with most or any of them.

    Two queries, four or six."""
    found: dict[int, FoundThread] = {}
    tried: list[WordSets] = []
    for sets in (ranking.all_words(), ranking.most_words(), ranking.any_word()):
        if sets and sets not in tried and len(found) < ENOUGH:
            tried.append(sets)
            _add(found, sets, ranking, viewer, filters)
    for thread in found.values():
        thread.score += 0.1 * math.log1p(len(thread.posts))
    return sorted(found.values(), key=lambda thread: (-thread.score, -thread.pk))


def _add(found: dict[int, FoundThread], sets: WordSets, ranking: Ranking, viewer: Viewer, filters: Filters) -> None:
    """Add the threads of which the title or a post has one of the sets of words."""
    now = timezone.now()
    narrowed = filters.on_threads() & filters.on_own("created_at")
    for pk, title, opening, terms, at, replies in TITLES.find(viewer, sets, narrowed):
        points, has_all = ranking.score(title, terms or "")
        thread = found.setdefault(pk, FoundThread(pk, 0.0, opening))
        thread.score = max(thread.score, points * _prior(at, replies, now, opens=True))
        thread.has_all_words |= has_all
    narrowed = filters.on_threads("thread__") & filters.on_own("published_at")
    for post, pk, number, at, terms, title, replies in POSTS.find(viewer, sets, narrowed):
        points, has_all = ranking.score(title or "", terms)
        points *= _prior(at, replies, now, opens=number == 1)
        thread = found.setdefault(pk, FoundThread(pk, 0.0))
        thread.posts[post] = points
        thread.has_all_words |= has_all
        if points >= thread.score or thread.post is None:
            thread.post, thread.score = post, max(points, thread.score)


def _prior(at: datetime, replies: int, now: datetime, *, opens: bool) -> float:
    """How much more an opening post, a newer post and one with replies are worth: up to half."""
    age = max((now - at).days, 0)
    return 1 + 0.15 * opens + 0.15 / (1 + age / 180) + 0.02 * min(math.log1p(replies), 5)
