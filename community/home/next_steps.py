"""What to read after a search that found nothing: what is nearest, and what others talk about now."""

from collections.abc import Sequence
from dataclasses import dataclass

from community.education.search import Article, NamedTopic, articles
from community.forum.models import Thread
from community.forum.models.group import Viewer
from community.forum.selectors.search import EVERYTHING
from community.forum.selectors.unread import with_new
from community.home.search_results import Result, Results, search_for
from community.search.nearest import nearest

FEW = 6  # topics that are shown all when none is near
MOST = 5


@dataclass(frozen=True)
class NextSteps:
    """What a search that found nothing offers. `without_filters` is what it finds when it is not narrowed."""

    topics: Sequence[NamedTopic]
    without_filters: Sequence[Result]
    active: Sequence[Thread]
    articles: Sequence[Article]


def next_steps(results: Results, viewer: Viewer, topics: Sequence[NamedTopic], *, is_narrowed: bool) -> NextSteps:
    """What to offer for results that are empty.

    Two queries for the most active threads; those of a search more where it was narrowed."""
    query = results.query
    near = [topics[number] for number in nearest(query, [topic.name for topic in topics], MOST)]
    wider = search_for(query.typed, viewer, EVERYTHING, results.version).rows[:MOST] if is_narrowed else []
    readable = articles(results.version)
    titles = [f"{article.title} {article.within}" for article in readable]
    return NextSteps(
        topics=near or ([] if wider else topics[:FEW]),
        without_filters=wider,
        active=[] if wider else _most_active(viewer),
        articles=[] if wider else [readable[number] for number in nearest(query, titles, MOST)] or readable[:MOST],
    )


def _most_active(viewer: Viewer) -> list[Thread]:
    """The threads that were active last, among those that the viewer may list."""
    rows = Thread.objects.listed_for(viewer).for_rows().order_by("-last_activity_at", "-pk")
    return list(with_new(rows, viewer)[:MOST])
