"""Say how well a text fits a search, from its terms alone: the same on both databases.

What a database can rank by itself (bm25) counts in how many texts a word is, also in those that the viewer may not
read, and reads all of them to do so."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from community.search.finder import Finder
from community.search.matching import SearchWord, WordSets
from community.search.query import Query, Words

TITLE, BODY = 3.0, 1.0
SYNONYM = 0.8  # of what the word itself is worth
USUAL_LENGTH = 90  # terms of a usual post
NEAR = 0.6  # for words that stand one after the other
LONG = 5  # words of which the rarest are looked for when not all can be

type Counts = tuple[dict[int, float], set[int]]  # how often each word is there, and those that follow the one before


@dataclass(frozen=True)
class Reading:
    """The words of a search in one reading, with the weight of each: how rare it is among public texts."""

    words: Words
    weights: Sequence[float]
    finder: Finder
    titles: dict[str, "Counts"] = field(default_factory=dict, compare=False, repr=False)  # those counted already

    def score(self, title: str, body: Sequence[str]) -> tuple[float, bool]:
        """How well the terms of a title and of its text fit, and whether they have all words.

        The square of the share that matches: two words of three are worth less than half of all three."""
        if title not in self.titles:  # the posts of a thread have one title
            self.titles[title] = self._count(title.split())
        in_title, near_in_title = self.titles[title]
        in_body, near = self._count(body)
        length = 0.3 + 0.7 * len(body) / USUAL_LENGTH
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

    def _count(self, terms: Sequence[str]) -> "Counts":
        """How often each word is there, synonyms for less; and which words follow the one before them."""
        counts: dict[int, float] = {}
        near: set[int] = set()
        ends: set[tuple[int, int]] = set()
        for start, length, number, is_own in self.finder.find(terms):
            counts[number] = counts.get(number, 0.0) + (1.0 if is_own else SYNONYM)
            if is_own:
                if (start, number - 1) in ends:
                    near.add(number)
                ends.add((start + length, number))
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

        return cls(tuple(Reading(words, [weight(word) for word in words], Finder(words)) for words in query.readings))

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
        in_body = body.split()
        return max((reading.score(title, in_body) for reading in self.readings), default=(0.0, False))


def _rarest(reading: Reading) -> list[SearchWord]:
    numbers = sorted(range(len(reading.words)), key=lambda number: -reading.weights[number])[:LONG]
    return [reading.words[number] for number in sorted(numbers)]
