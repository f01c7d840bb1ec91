"""Say how well a text fits a search, from its terms alone: the same on both databases.

What a database can rank by itself (bm25) counts in how many texts a word is, also in those that the viewer may not
read, and reads all of them to do so."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from community.search.matching import Phrase, SearchWord, WordSets
from community.search.query import Query, Words

TITLE, BODY = 3.0, 1.0
SYNONYM = 0.8  # of what the word itself is worth
USUAL_LENGTH = 90  # terms of a usual post
NEAR = 0.6  # for words that stand one after the other
LONG = 5  # words of which the rarest are looked for when not all can be

type Counts = tuple[dict[int, float], set[int]]  # how often each word is there, and those that follow the one before
MANY = 20  # phrases: up to here it is quicker to look for each of them than to split a text
NOTHING: Counts = {}, set()


@dataclass(frozen=True)
class Reading:
    """The words of a search in one reading, with the weight of each: how rare it is among public texts.

    `starts` has by its first term whatever counts as a word: the number of the word, its terms between spaces, and how
    much it is worth. `after` has the words themselves, not their synonyms, right after the word before them."""

    words: Words
    weights: Sequence[float]
    starts: Mapping[str, Sequence[tuple[int, str, float]]]
    after: Sequence[Sequence[str]]
    beginnings: Sequence[str]  # of a word that is still being typed
    titles: dict[str, Counts] = field(default_factory=dict, compare=False, repr=False)  # those counted already

    @classmethod
    def of(cls, words: Words, weights: Sequence[float]) -> "Reading":
        """Prepare to look for the words."""
        starts: dict[str, list[tuple[int, str, float]]] = {}
        after: list[list[str]] = []
        before: list[str] = []
        for number, word in enumerate(words):
            own = [*map(_spaced, word.spellings), *(f" {prefix}" for prefix in word.prefixes)]
            for patterns, worth in ((own, 1.0), (map(_spaced, word.synonyms), SYNONYM)):
                for pattern in patterns:
                    starts.setdefault(pattern.split()[0], []).append((number, pattern, worth))
            after.append([one.rstrip() + other for one in before for other in own])
            before = own
        return cls(words, weights, starts, after, [prefix for word in words for prefix in word.prefixes])

    def score(self, title: str, body: str) -> tuple[float, bool]:
        """How well the terms of a title and of its text fit, and whether all words do.

        The square of the share that matches: two words of three are worth less than half of all three."""
        if title not in self.titles:  # the posts of a thread have one title
            self.titles[title] = self._count(title)
        in_title, near_in_title = self.titles[title]
        in_body, near = self._count(body)
        if not in_title and not in_body:
            return 0.0, False
        length = 0.3 + 0.7 * body.count(" ") / USUAL_LENGTH
        found = points = 0.0
        for number, weight in enumerate(self.weights):
            once, often = in_title.get(number, 0.0), in_body.get(number, 0.0)
            if once or often:
                found += weight
                points += weight * (TITLE * min(once, 1.0) + BODY * often / (often + length))
        total = sum(self.weights)
        pairs = len(self.words) - 1
        nearness = NEAR * len(near | near_in_title) / pairs if pairs else 0.0
        has_all = all(number in in_title or number in in_body for number in range(len(self.words)))
        return (points / total + nearness) * (found / total) ** 2, has_all

    def _count(self, terms: str) -> Counts:
        """How often each word is there, synonyms for less; and which words follow the one before them."""
        if len(self.starts) > MANY:
            found: Iterable[str] = {*(self.starts.keys() & terms.split()), *(b for b in self.beginnings if b in terms)}
        else:
            found = [first for first in self.starts if first in terms]  # or what begins or ends with it
        if not found:
            return NOTHING
        counts: dict[int, float] = {}
        text = f" {terms} "
        for first in found:
            for number, pattern, worth in self.starts[first]:
                if often := text.count(pattern):
                    counts[number] = counts.get(number, 0.0) + worth * often
        return counts, {number for number in counts if any(pattern in text for pattern in self.after[number])}


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
        return max((reading.score(title, body) for reading in self.readings), default=(0.0, False))


def _spaced(phrase: Phrase) -> str:
    return f" {' '.join(phrase)} "


def _rarest(reading: Reading) -> list[SearchWord]:
    numbers = sorted(range(len(reading.words)), key=lambda number: -reading.weights[number])[:LONG]
    return [reading.words[number] for number in sorted(numbers)]
