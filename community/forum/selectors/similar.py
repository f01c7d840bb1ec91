"""Find threads with a title like the one that a member is typing, with the same matching as the search."""

from community.core.models import current_site_version
from community.forum.models import Thread
from community.forum.models.group import Viewer
from community.search.finder import Finder
from community.search.query import COMMON_WORDS, parse
from community.search.synonyms import synonyms

AMONG = 200  # the newest that share a word
SHOWN = 5
WORDS = 8
LONGEST_TITLE = 150
SHORTEST_WORD = 3
# Words that are common in titles on any subject here, beside those of every search.
_ON_ANY_SUBJECT = "breast cancer help feel feeling question doing again mama pecho ayuda pregunta"
_STOP_WORDS = COMMON_WORDS | frozenset(_ON_ANY_SUBJECT.split())


def similar_to(title: str, viewer: Viewer) -> list[Thread]:
    """Find at most SHOWN threads that the viewer may see, those first that share most words with `title`.

    They share at least a third of its words, stop words aside. Two queries; none when there are only stop words."""
    words = [word for word in parse(title[:LONGEST_TITLE], {}).words if _says_something(word.typed)][:WORDS]
    if not words:
        return []
    same = parse(" ".join(word.typed for word in words), synonyms(current_site_version())).words
    found = Thread.objects.listed_for(viewer).filter(index__terms__has_words=[(word,) for word in same])
    shown = found.select_related("indexed").only("title", "slug", "reply_count", "last_activity_at", "indexed__terms")
    finder = Finder(same)
    shared = {
        thread: len({number for _start, _length, number, _own in finder.find(thread.indexed.terms.split())})
        for thread in shown.order_by("-index__pk")[:AMONG]
    }
    similar = [thread for thread, count in shared.items() if count * 3 >= len(same)]
    return sorted(similar, key=lambda thread: (shared[thread], thread.last_activity_at, thread.pk), reverse=True)[
        :SHOWN
    ]


def _says_something(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and not word.isdecimal() and word not in _STOP_WORDS
