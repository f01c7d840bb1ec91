"""Find names that are near to a search, for one that found nothing: by meaning first, then by spelling."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from community.search.finder import Finder
from community.search.query import Query
from community.search.terms import index_terms, words_in

SHORTEST = 4  # letters; words of three are near to anything
LEAST = 0.6  # of the letters of two words that are alike: "lymfadema" and "lymphoedema"


def nearest(query: Query, names: Sequence[str], most: int) -> list[int]:
    """The positions of at most `most` names with a word or synonym of the search, or one spelt much like it."""
    finder = Finder([word for reading in query.readings for word in reading])
    typed = [word for word in words_in(query.typed) if len(word) >= SHORTEST]

    def nearness(name: str) -> float:
        found = {number for _start, _length, number, _own in finder.find(index_terms(name).split())}
        others = [word for word in words_in(name) if len(word) >= SHORTEST]
        alike = max((OSA.normalized_similarity(one, other) for one in typed for other in others), default=0.0)
        return len(found) + (alike if alike >= LEAST else 0.0)

    ranked = sorted(((nearness(name), -number) for number, name in enumerate(names)), reverse=True)
    return [-number for points, number in ranked[:most] if points]
