"""Find discussions and articles for the search page, rank them together, and load what a page of results shows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from community.education.search import Article, find_articles
from community.forum.models import Thread
from community.forum.models.group import Viewer
from community.forum.selectors.search import EVERYTHING, Filters, FoundThread, find_threads
from community.forum.selectors.search_rows import MOST, FoundEntry, FoundPost, FoundRows
from community.search.excerpts import Piece, excerpt
from community.search.matching import SearchWord
from community.search.query import Query, parse
from community.search.scoring import Ranking
from community.search.spelling import corrections, vocabulary
from community.search.synonyms import synonyms
from community.search.terms import stems_of, words_in

PER_PAGE = MOST
DISCUSSIONS, ARTICLES = "discussions", "articles"


@dataclass(frozen=True)
class Result:
    """A row of the page: an article, or the entry of a thread with its best post."""

    article: Article | None = None
    entry: FoundEntry | None = None
    post: FoundPost | None = None
    pieces: Sequence[Piece] = ()
    found: FoundRows | None = None

    @property
    def thread(self) -> Thread | None:
        """The thread, for a row that is not cached."""
        return self.found.threads.get(self.entry.pk) if self.found and self.entry else None

    @property
    def title(self) -> str:
        """The title of the thread or the article."""
        return self.article.title if self.article else self.thread.title if self.thread else ""

    @property
    def excerpt(self) -> SafeString:
        """The part of the text, with what was looked for in <mark>."""
        # In one go: a loop in the template takes five times as long, on every row.
        marked = [(format_html("<mark>{}</mark>", text) if is_match else text,) for text, is_match in self.pieces]
        return format_html_join("", "{}", marked)

    @property
    def is_reply(self) -> bool:
        """Whether the post is another than the opening one."""
        return bool(self.post and self.post.number > 1)


@dataclass(frozen=True)
class Results:
    """One page of the results of a search, and how many there are in all; `version` is the site's."""

    query: Query
    version: int
    rows: list[Result] = field(default_factory=list)
    count: int = 0
    page: int = 1
    is_partial: bool = False  # not even the first one has all words
    corrected: str = ""  # what was looked for instead

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(-(-self.count // PER_PAGE), 1)

    @property
    def first(self) -> int:
        """The place of the first row among all results."""
        return (self.page - 1) * PER_PAGE + 1

    @property
    def previous(self) -> int:
        """The page before; 0 on the first one."""
        return self.page - 1

    @property
    def next(self) -> int:
        """The page after; 0 on the last one."""
        return self.page + 1 if self.page < self.pages else 0


def search_for(typed: str, viewer: Viewer, filters: Filters, version: int, *, only: str = "", page: int = 1) -> Results:
    """Search for what was typed; where nothing has all words, for what unknown ones may have been meant to be.

    `version` is the site's."""
    known, same = vocabulary(version), synonyms(version)

    def ranked_for(query: Query) -> list[tuple[float, bool, FoundThread | Article]]:
        ranking = Ranking.of(query, known.uses, known.texts)
        ranked: list[tuple[float, bool, FoundThread | Article]] = []
        if only != ARTICLES:
            ranked += [
                (thread.score, thread.has_all_words, thread) for thread in find_threads(ranking, viewer, filters)
            ]
        if only != DISCUSSIONS and filters == EVERYTHING:
            ranked += find_articles(ranking, version)
        return sorted(ranked, key=lambda found: -found[0])

    query, others = parse(typed, same), {}
    ranked = ranked_for(query)
    if not any(has_all for _score, has_all, _found in ranked) and (others := corrections(query, known, same)):
        query = query.with_words(others)
        ranked = ranked_for(query)
    count = len(ranked)
    page = min(max(page, 1), max(-(-count // PER_PAGE), 1))
    shown = [found for _score, _has_all, found in ranked[(page - 1) * PER_PAGE : page * PER_PAGE]]
    rows = _rows(shown, viewer, query)
    is_partial = not any(has_all for _score, has_all, _found in ranked)
    return Results(query, version, rows, count, page, is_partial, _meant(query, others, rows))


def _rows(shown: Sequence[FoundThread | Article], viewer: Viewer, query: Query) -> list[Result]:
    """Load the rows of a page: two queries."""
    found = FoundRows([item for item in shown if isinstance(item, FoundThread)], viewer)
    words = [word for reading in reversed(query.readings) for word in reading]
    results = []
    for item in shown:
        if isinstance(item, Article):
            results.append(Result(article=item, pieces=excerpt(item.text, words)))
        elif entry := found.entries.get(item.pk):
            post = found.posts.get(item.pk)
            results.append(Result(None, entry, post, excerpt(post.plain, words) if post else [], found))
    return results


def _meant(query: Query, others: Mapping[str, SearchWord], rows: Sequence[Result]) -> str:
    """What was looked for, its unknown words as the results spell them; empty where all were known, or nothing is."""
    if not others:
        return ""
    seen = Counter(
        word for row in rows for text in (row.title, *(piece.text for piece in row.pieces)) for word in words_in(text)
    )
    meant = {}
    for unknown, word in others.items():
        forms = [form for form in seen if any((stem,) in word.spellings for stem in stems_of(form))]
        if forms:
            meant[unknown] = max(forms, key=lambda form: seen[form])
    typed = words_in(query.typed)
    words = [meant.get(part, part) for part in typed]
    return " ".join(words) if words != typed else ""
