"""Correct the spelling of a search from the words of public texts, and say how rare its words are."""

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from community.core.caching.held import Held
from community.search.matching import SearchWord
from community.search.models import KnownWord, Synonyms, phrases_in
from community.search.query import COMMON_WORDS, Query, SynonymMap
from community.search.terms import stems_of, words_in

MOST_KNOWN = 60_000  # words, the commonest: others are known to few texts
HELD_FOR = 600  # seconds
SHORTEST = 4  # letters: three letters wrong by one may be anything
LONG = 8
OFFERED = 6
SAME_BEGINNING = 2  # letters that are right in a word of which the rest may be misspelt, while it is typed
BATCH = 1000
LAST_LETTER = "\U0010ffff"  # sorts after every letter


@dataclass(frozen=True)
class Vocabulary:
    """The words of public texts, and in how many texts each is."""

    uses: Mapping[str, int]
    texts: int

    def knows(self, word: str) -> bool:
        """Whether a folded word is in a text, or in the synonyms."""
        return word in self.uses

    def near(self, word: str) -> list[str]:
        """Words that a folded word may have been meant to be, nearest first and among those the commonest."""
        if len(word) < SHORTEST or word.isdecimal():
            return []
        most = 1 if len(word) < 6 else 2
        near = process.extract(word, self.uses.keys(), scorer=OSA.distance, score_cutoff=most, limit=50)
        ranked = sorted(near, key=lambda found: (found[1], found[0][0] != word[0], -self.uses[found[0]]))
        return [found for found, distance, _key in ranked if distance < 2 or _is_alike(word, found)]

    def beginning_with(self, typed: str) -> list[str]:
        """The commonest words that begin with these letters, or nearly so where no word does."""
        exact = self._range(typed)
        if exact or len(typed) < SHORTEST or typed.isdecimal():
            return self._commonest(exact)
        most = 1 if len(typed) < 6 else 2
        others = [word for word in self._range(typed[:SAME_BEGINNING]) if len(word) >= len(typed)]
        near = [word for word in others if OSA.distance(typed, word[: len(typed)], score_cutoff=most) <= most]
        return self._commonest(near)

    def _commonest(self, words: Iterable[str]) -> list[str]:
        return sorted(words, key=lambda word: -self.uses[word])[:OFFERED]

    def _range(self, prefix: str) -> Sequence[str]:
        """All words with a prefix."""
        start = bisect_left(self._sorted, prefix)
        return self._sorted[start : bisect_left(self._sorted, prefix + LAST_LETTER, start)]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.uses)


def _is_alike(word: str, other: str) -> bool:
    """Whether two mistakes leave enough of a word: of a short one, the first letter and nearly its length.

    "London" is neither "onion" nor "loon"."""
    return len(word) >= LONG or (word[0] == other[0] and abs(len(word) - len(other)) < 2)


_counted: Held[dict[str, int]] = Held()
_vocabulary: Held[Vocabulary] = Held()


def vocabulary(version: int) -> Vocabulary:
    """The words that were counted last, held for ten minutes, and those of the synonyms at this version of the site."""
    period = time.monotonic() // HELD_FOR
    counted = _counted.get(period, _load)
    return _vocabulary.get((period, version), lambda: _with_synonyms(counted))


def corrections(query: Query, known: Vocabulary, synonyms: SynonymMap) -> dict[str, SearchWord]:
    """For each word of a search that no public text has: all that it may have been meant to be, as one word.

    Which of them was meant the results say, so that no word is suggested that the viewer may not read."""
    found = {}
    for word in query.words:
        if " " not in word.typed and not known.knows(word.typed):
            near = [[(stem,) for stem in stems_of(other)] for other in known.near(word.typed)]
            if any(stems[0] == word.spellings[0] for stems in near):
                continue  # known with another ending: "burns" where a text has "burn"
            spellings = dict.fromkeys(stem for stems in near[:OFFERED] for stem in stems)
            same = dict.fromkeys(phrase for own in spellings for phrase in synonyms.get(own, ()))
            if spellings:
                own = dict.fromkeys((*word.spellings, *spellings))
                found[word.typed] = SearchWord(word.typed, tuple(own), tuple(same.keys() - own.keys()))
    return found


def count_words(texts: Iterable[str]) -> None:
    """Count the words of all public texts, and store them in place of what was counted before."""
    uses: Counter[str] = Counter()
    for text in texts:
        uses.update(set(words_in(text)) - COMMON_WORDS)
    KnownWord.objects.all().delete()
    rows = (KnownWord(word=word, uses=count) for word, count in uses.most_common(MOST_KNOWN) if not word.isdecimal())
    KnownWord.objects.bulk_create(rows, batch_size=BATCH)
    _counted.forget()
    _vocabulary.forget()


def forget_words(words: Iterable[str], *, uses: int) -> None:
    """Delete those of these words that were counted in so few texts; the others are in further ones."""
    KnownWord.objects.filter(word__in={word[:40] for word in words}, uses__lte=uses).delete()
    _counted.forget()
    _vocabulary.forget()


def _load() -> dict[str, int]:
    return dict(KnownWord.objects.order_by("-uses").values_list("word", "uses")[:MOST_KNOWN])


def _with_synonyms(counted: Mapping[str, int]) -> Vocabulary:
    uses = dict(counted)
    for line in Synonyms.objects.values_list("words", flat=True):
        for word in (word for phrase in phrases_in(line) for word in phrase):
            uses.setdefault(word, 0)
    return Vocabulary(uses, max(uses.values(), default=0))
