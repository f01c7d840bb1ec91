"""Compare new posts with the saved searches, and notify members of what matches."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Min, OuterRef
from django.utils import timezone

from community.core.models import current_site_version
from community.education.models import Topic
from community.forum.models import Post, State, Visit
from community.forum.selectors.search import Filters
from community.forum.selectors.who_hears import hears
from community.home.models import SavedSearch, SearchCursor
from community.notifications import operations as notifications
from community.notifications.operations import NewResult
from community.search.new_texts import NewTexts
from community.search.query import Query, parse
from community.search.synonyms import synonyms

log = logging.getLogger(__name__)
BATCH = 500
# A post gets its time of publication a moment before its transaction ends: by then it has ended.
SETTLED = timedelta(minutes=1)
THE_ROW = 1


@dataclass(frozen=True)
class NewPost:
    """A published post with its terms, an opening post's with those of the title."""

    pk: int
    at: datetime
    terms: str


def notify_of_new_results() -> int:
    """Notify members of posts that match their saved searches since the last run; return how many notifications.

    A batch of posts, its notifications and the cursor are one transaction: a run that is stopped, or one beside
    another, misses nothing and notifies of nothing twice."""
    total = 0
    while True:
        oldest = SavedSearch.objects.aggregate(at=Min("created_at"))["at"]
        if oldest is None:
            return total
        cursor, _created = SearchCursor.objects.get_or_create(pk=THE_ROW, defaults={"at": oldest})
        posts = _posts_after(cursor, oldest)
        if not posts:
            return total
        results = _results(posts)
        stored = _store(cursor, posts[-1], results)
        if stored is None:
            return total
        total += stored
        if len(posts) < BATCH:
            return total


def _posts_after(cursor: SearchCursor, oldest: datetime) -> list[NewPost]:
    """The next posts, none of them older than the oldest saved search. One query."""
    until = timezone.now() - SETTLED
    found = Post.objects.filter(
        state=State.PUBLISHED, published_at__gte=max(cursor.at, oldest), published_at__lte=until
    ).exclude(published_at=cursor.at, pk__lte=cursor.post)
    columns = ("pk", "published_at", "number", "indexed__terms", "thread__indexed__terms")
    rows = found.order_by("published_at", "pk").values_list(*columns)[:BATCH]
    return [
        NewPost(pk, at, f"{title} | {terms}" if number == 1 and title else terms or "")
        for pk, at, number, terms, title in rows
    ]


def _results(posts: Sequence[NewPost]) -> list[tuple[SavedSearch, Post]]:
    """The saved searches that posts match, each with the newest of those posts that its member may see.

    The words are compared in memory. Only for a search whose words a post has, one query asks who may read it."""
    texts = NewTexts({post.pk: post.terms for post in posts})
    same, topics = synonyms(current_site_version()), dict(Topic.objects.values_list("slug", "pk"))
    queries: dict[str, Query] = {}
    results = []
    for search in SavedSearch.objects.filter(member__is_active=True).select_related("member").iterator(1000):
        query = queries.get(search.words) or queries.setdefault(search.words, parse(search.words, same))
        matching = texts.with_all_words(query.readings)
        if matching and (newest := _newest_or_none(search, matching, topics)):
            results.append((search, newest))
    return results


def _newest_or_none(search: SavedSearch, matching: set[int], topics: dict[str, int]) -> Post | None:
    """_newest(), and none for a search that cannot be asked: the other members are notified all the same."""
    try:
        return _newest(search, matching, topics)
    except (ValueError, OverflowError):
        log.exception("Saved search %s cannot be asked.", search.pk)
        return None


def _newest(search: SavedSearch, matching: set[int], topics: dict[str, int]) -> Post | None:
    """The newest of these posts that is a result for the member, by somebody else, not read yet, and heard of."""
    filters = _filters(search, topics)
    if filters is None:
        return None
    heard = hears(
        search.member_id, thread=OuterRef("thread_id"), group=OuterRef("thread__group_id"), by=OuterRef("author_id")
    )
    read = Visit.objects.filter(member=search.member, thread=OuterRef("thread"), number__gte=OuterRef("number"))
    found = (
        Post.objects.listed_for(search.member)
        .filter(filters.on_threads("thread__"), filters.on_own("published_at"), ~Exists(read), pk__in=matching)
        .filter(published_at__gt=search.created_at)
        .filter(heard)
        .exclude(author=search.member)
    )
    return found.select_related("thread").order_by("-published_at", "-pk").first()


def _filters(search: SavedSearch, topics: dict[str, int]) -> Filters | None:
    """What the search is narrowed to; None for a topic that is no longer there."""
    chosen = search.filters
    if chosen.get("topic") and chosen["topic"] not in topics:
        return None
    since, until = chosen.get("since"), chosen.get("until")
    return Filters(
        group=chosen.get("group", ""),
        topic=topics.get(chosen.get("topic", ""), 0),
        author=chosen.get("author", ""),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        has_replies=bool(chosen.get("replies")),
    )


def _store(cursor: SearchCursor, last: NewPost, results: Sequence[tuple[SavedSearch, Post]]) -> int | None:
    """Move the cursor to the last post and write the notifications; None where another run has moved it meanwhile."""
    with transaction.atomic():
        here = SearchCursor.objects.filter(pk=cursor.pk, at=cursor.at, post=cursor.post)
        if not here.update(at=last.at, post=last.pk):
            return None
        if not results:
            return 0
        # Whoever removes a post or a search waits, and then withdraws what is written here.
        keys = {post.pk for _search, post in results}
        posts = Post.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys, state=State.PUBLISHED)
        published = set(posts.order_by("pk").values_list("pk", flat=True))
        searches = SavedSearch.objects.select_for_update().filter(pk__in=[search.pk for search, _post in results])
        saved = set(searches.order_by("pk").values_list("pk", flat=True))
        rows = [
            NewResult(search.member_id, search.key, search.words, post.thread.key, post.key, post.number or 0)
            for search, post in results
            if search.pk in saved and post.pk in published
        ]
        notifications.notify_of_results(rows)
    return len(rows)
