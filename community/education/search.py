"""Find education pages, their sections, conditions, and procedures by what they say, and topics by their names.

There are hundreds of them at most, all public. So each process holds the terms of all, while the site's version, which
every change of them raises, stays the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.core.caching.held import Held
from community.core.text.richtext import clean_article
from community.education.models import Condition, Page, Procedure, Section, Topic
from community.search.scoring import Ranking
from community.search.terms import index_terms

MOST = 30


@dataclass(frozen=True)
class Article:
    """Something to read: `within` says where it is."""

    url: str
    title: str
    within: str | Promise
    text: str
    title_terms: str
    terms: str


@dataclass(frozen=True)
class NamedTopic:
    """A topic, with the terms of its name."""

    pk: int
    slug: str
    name: str
    terms: str


_articles: Held[list[Article]] = Held()
_topics: Held[list[NamedTopic]] = Held()


def articles(version: int) -> list[Article]:
    """Every published article at this version of the site. No query, and four after a change."""
    return _articles.get((version, settings.ORGANISATION_NAME), lambda: list(_load()))


def topics(version: int) -> list[NamedTopic]:
    """Every topic at this version of the site, in order. No query, and one after a change."""
    return _topics.get(version, lambda: [NamedTopic(*row, index_terms(row[2])) for row in _names_of_topics()])


def find_articles(ranking: Ranking, version: int) -> list[tuple[float, bool, Article]]:
    """Those that fit best, best first, with their score and whether they have all words."""
    scored = [(*ranking.score(article.title_terms, article.terms), article) for article in articles(version)]
    return sorted((found for found in scored if found[0] > 0), key=lambda found: -found[0])[:MOST]


def _names_of_topics() -> Iterable[tuple[int, str, str]]:
    return Topic.objects.values_list("pk", "slug", "name")


def _load() -> Iterator[Article]:
    for condition in Condition.objects.published():
        yield _article(condition.get_absolute_url(), condition.title, "", condition.summary)
    for page in Page.objects.published().select_related("condition"):
        yield _article(page.get_absolute_url(), page.shown_title, page.condition.title, page.summary)
    for section in Section.objects.published().select_related("page__condition"):
        within = f"{section.page.condition.title}: {section.page.shown_title}"
        yield _article(
            section.get_absolute_url(), section.shown_heading, within, clean_article(section.shown_html).plain
        )
    for procedure in Procedure.objects.published():
        text = clean_article(procedure.html).plain
        yield _article(procedure.get_absolute_url(), procedure.title, _("Tests and treatments"), text)


def _article(url: str, title: str, within: str | Promise, text: str) -> Article:
    return Article(url, title, within, text, index_terms(title), index_terms(text))
