"""Find threads with titles like others: the one that a member is typing, or those that a page is about.

The same matching as the search, over the same index."""

from collections.abc import Sequence

from django.db.models import F

from community.core.models import current_site_version
from community.forum.models import Thread
from community.forum.models.group import Viewer
from community.forum.models.thread import ThreadQuerySet
from community.search.finder import Finder
from community.search.query import COMMON_WORDS, parse
from community.search.synonyms import synonyms

AMONG = 200  # the newest that share a word
SHOWN = 5
WORDS = 8
MOST_WORDS = 40  # of all titles together: each costs the database time
LONGEST_TITLE = 150
SHORTEST_WORD = 3
# Words that are common in titles on any subject here, beside those of every search.
_ON_ANY_SUBJECT = "breast cancer help feel feeling question doing again mama pecho ayuda pregunta"
_STOP_WORDS = COMMON_WORDS | frozenset(_ON_ANY_SUBJECT.split())

type TitleWords = Sequence[str]


def similar_to(title: str, viewer: Viewer) -> list[Thread]:
    """Find at most SHOWN threads that the viewer may see, those first that share most words with `title`.

    They share at least a third of its words, stop words aside. Two queries; none when there are only stop words."""
    words = words_of(title)
    if not words:
        return []
    shown = Thread.objects.listed_for(viewer).only("title", "slug", "reply_count", "last_activity_at")
    return best(with_words_of([words], shown, current_site_version()))


def words_of(title: str) -> list[str]:
    """The words of a title that say what it is about."""
    return [word.typed for word in parse(title[:LONGEST_TITLE], {}).words if _says_something(word.typed)][:WORDS]


def with_words_of(titles: Sequence[TitleWords], threads: ThreadQuerySet, version: int) -> dict[Thread, int]:
    """Find those of `threads` that share at least a third of the words of one of the titles, and say how many.

    Synonyms count as the word, as they are at this version of the site. One query; none without words."""
    wanted = [parse(" ".join(words), synonyms(version)).words for words in titles if words]
    words = list(dict.fromkeys(word for words in wanted for word in words))[:MOST_WORDS]
    if not words:
        return {}
    found = threads.filter(index__terms__has_words=[(word,) for word in words]).annotate(terms=F("indexed__terms"))
    finders = [(Finder(words), len(words)) for words in wanted]
    shared = {}
    for thread in found.order_by("-index__pk")[:AMONG]:
        terms = vars(thread)["terms"].split()
        counts = [(len({number for _start, _length, number, _own in finder.find(terms)}), of) for finder, of in finders]
        if most := max((count for count, of in counts if count * 3 >= of), default=0):
            shared[thread] = most
    return shared


def best(found: dict[Thread, int]) -> list[Thread]:
    """The SHOWN threads with the highest figures, among equals those active last."""
    return sorted(found, key=lambda thread: (found[thread], thread.last_activity_at, thread.pk), reverse=True)[:SHOWN]


def _says_something(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and not word.isdecimal() and word not in _STOP_WORDS
