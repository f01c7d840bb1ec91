"""Suggest topics, articles and discussions by their titles, while a search is typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from community.core.models import current_site_version
from community.core.text.folding import fold
from community.education.search import articles, topics
from community.forum.models.group import Viewer
from community.forum.selectors.titles import threads_titled
from community.search.beginnings import parse_beginning
from community.search.scoring import Ranking
from community.search.spelling import vocabulary
from community.search.synonyms import synonyms

MOST = 8
MOST_OF_A_KIND = {"topic": 2, "article": 3, "discussion": MOST}
AS_TYPED = 1.0  # for a title that begins with what was typed


@dataclass(frozen=True)
class Suggestion:
    """What is offered: `kind` is a key of MOST_OF_A_KIND, and `within` says of which page an article is a part."""

    url: str
    title: str
    kind: str
    within: str | Promise = ""


def suggestions_for(typed: str, viewer: Viewer) -> list[Suggestion]:
    """Find titles with all words of what was typed so far, at most MOST of them, best first. Two queries at most."""
    version = current_site_version()
    known = vocabulary(version)
    query = parse_beginning(typed, known, synonyms(version))
    if not query.readings:
        return []
    ranking = Ranking.of(query, known.uses, known.texts)
    begins = fold(typed)
    ranked: list[tuple[float, Suggestion]] = []
    for suggestion, terms in _candidates(ranking, viewer, version):
        points, has_all = ranking.score(terms, "")
        if has_all:
            points += AS_TYPED * fold(suggestion.title).startswith(begins) + 1 / (1 + terms.count(" "))
            ranked.append((points, suggestion))
    return list(_best(sorted(ranked, key=lambda found: -found[0])))


def _candidates(ranking: Ranking, viewer: Viewer, version: int) -> Iterator[tuple[Suggestion, str]]:
    """Everything that may be offered, with the terms of its title; of equally good ones the first is offered first."""
    for topic in topics(version):
        narrowed = urlencode({"q": topic.name, "topic": topic.slug})
        yield Suggestion(f"{reverse('search')}?{narrowed}", topic.name, "topic"), topic.terms
    for article in articles(version):
        yield Suggestion(article.url, article.title, "article", article.within), article.title_terms
    for thread in threads_titled(ranking.all_words(), viewer):
        yield Suggestion(thread.get_absolute_url(), thread.title, "discussion"), thread.indexed.terms


def _best(ranked: list[tuple[float, Suggestion]]) -> Iterator[Suggestion]:
    """The first MOST, with so few of each kind that the others are seen."""
    left, offered = dict(MOST_OF_A_KIND), 0
    for _points, suggestion in ranked:
        if left[suggestion.kind] and offered < MOST:
            left[suggestion.kind] -= 1
            offered += 1
            yield suggestion
