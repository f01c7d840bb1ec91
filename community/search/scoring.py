"""Say how well a text fits a search, from its terms alone: the same on both databases.

What a database can rank by itself (bm25) counts in how many texts a word is, also in those that the viewer may not
read, and reads all of them to do so."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from community.search.matching import Phrase, SearchWord, WordSets
from community.search.query import Query, Words

TITLE, BODY = 3.0, 1.0
SYNONYM = 0.8  # of what the word itself is worth
USUAL_LENGTH = 90  # terms of a usual post
NEAR = 0.6  # for words that stand one after the other
LONG = 5  # words of which the rarest are looked for when not all can be

type Counts = tuple[dict[int, float], set[int]]  # how often each word is there, and those that follow the one before


class Patterns(NamedTuple):
    """How a word of a search looks in a text, as _spaced() writes it: counting strings is the quickest way to find it.

    `after` is the word itself right after the word before it in the search."""

    own: tuple[str, ...]
    synonyms: tuple[str, ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The words of a search in one reading, with the weight of each: how rare it is among public texts."""

    words: Words
    weights: Sequence[float]
    patterns: Sequence[Patterns]
    titles: dict[str, Counts] = field(default_factory=dict, compare=False, repr=False)  # those counted already

    @classmethod
    def of(cls, words: Words, weights: Sequence[float]) -> "Reading":
        """Prepare to look for the words."""
        patterns: list[Patterns] = []
        for word in words:
            own = (*map(_pattern, word.spellings), *(f" {prefix}" for prefix in word.prefixes))
            after = tuple(one + other for one in patterns[-1].own for other in own) if patterns else ()
            patterns.append(Patterns(own, tuple(map(_pattern, word.synonyms)), after))
        return cls(words, weights, patterns)

    def score(self, title: str, body: str) -> tuple[float, bool]:
        """How well the terms of a title, and those of its text as _spaced() writes them, fit, and whether all words do.

        The square of the share that matches: two words of three are worth less than half of all three."""
        if title not in self.titles:  # the posts of a thread have one title
            self.titles[title] = self._count(_spaced(title))
        in_title, near_in_title = self.titles[title]
        in_body, near = self._count(body)
        length = 0.3 + 0.7 * body.count("  ") / USUAL_LENGTH
        found = points = 0.0
        for number, weight in enumerate(self.weights):
            once, often = in_title.get(number, 0.0), in_body.get(number, 0.0)
            if once or often:
                found += weight
                points += weight * (TITLE * min(once, 1.0) + BODY * often / (often + length))
        if not found:
            return 0.0, False
        total = sum(self.weights)
        pairs = len(self.words) - 1
        nearness = NEAR * len(near | near_in_title) / pairs if pairs else 0.0
        has_all = all(number in in_title or number in in_body for number in range(len(self.words)))
        return (points / total + nearness) * (found / total) ** 2, has_all

    def _count(self, text: str) -> Counts:
        """How often each word is there, synonyms for less; and which words follow the one before them."""
        counts: dict[int, float] = {}
        near: set[int] = set()
        count = text.count
        for number, (own, synonyms, after) in enumerate(self.patterns):
            if often := sum(map(count, own)) + SYNONYM * sum(map(count, synonyms)):
                counts[number] = often
                if any(pattern in text for pattern in after):
                    near.add(number)
        return counts, near


@dataclass(frozen=True)
class Ranking:
    """A search in its readings."""

    readings: tuple[Reading, ...]

    @classmethod
    def of(cls, query: Query, uses: Mapping[str, int], texts: int) -> "Ranking":
        """Weigh the words of a search. `uses` counts the texts with a word, of `texts` in all."""

        def weight(word: SearchWord) -> float:
            return math.log(2 + texts / (1 + min(uses.get(part, 0) for part in word.typed.split())))

        return cls(tuple(Reading.of(words, [weight(word) for word in words]) for words in query.readings))

    def all_words(self) -> WordSets:
        """What to look for first: a text with all words, in any reading."""
        return [reading.words for reading in self.readings]

    def most_words(self) -> WordSets:
        """All words but one; of long searches, three of the five rarest. Empty for one word."""
        sets: list[Words] = []
        for reading in self.readings:
            words = reading.words
            if 1 < len(words) <= LONG:
                sets += combinations(words, len(words) - 1)
            elif len(words) > LONG:
                sets += combinations(_rarest(reading), 3)
        return list(dict.fromkeys(sets))

    def any_word(self) -> WordSets:
        """Each word alone, the rarest of long searches."""
        return [(word,) for word in _rarest(self.readings[0])] if self.readings else []

    def score(self, title: str, body: str) -> tuple[float, bool]:
        """How well the terms of a title and of its text fit, in the reading that fits best, and whether all words do.

        0 when no word is in them, about 3 when all are in the title, and about 1 when all are in the text."""
        text = _spaced(body)
        return max((reading.score(title, text) for reading in self.readings), default=(0.0, False))


def _spaced(terms: str) -> str:
    """The terms with a space before and after each, so that each is found by its pattern, also twice in a row."""
    return f" {terms.replace(' ', '  ')} " if terms else ""


def _pattern(phrase: Phrase) -> str:
    return f" {'  '.join(phrase)} "


def _rarest(reading: Reading) -> list[SearchWord]:
    numbers = sorted(range(len(reading.words)), key=lambda number: -reading.weights[number])[:LONG]
    return [reading.words[number] for number in sorted(numbers)]
