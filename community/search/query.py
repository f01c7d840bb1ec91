"""Read what was typed into a search box as words to look for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from community.search.matching import Phrase, SearchWord
from community.search.terms import stems_of, words_in

MOST_WORDS = 10  # more say little, and each costs time
LONGEST_SYNONYM = 4  # words
_QUOTED = regex.compile(r'["“”«»]([^"“”«»]*+)["“”«»]')
# Words of questions, which nearly every text has. They count within quotation marks, and where there is nothing else.
_COMMON = """
    a about after am an and any anybody anyone are as at be been before but by can could did do does doing else ever for
    from get getting got had has have having help how i if in into is it its ive just know like me more much my need of
    on one or other out people please really should since so some someone than that the their them then there these they
    thing things this those to too up us very want was way we were what when where which while who why will with
    without would you your once
    al algo alguien algun alguna ante antes asi aun como con cual cuando de del desde donde e el ella ellas ellos en
    entre era es esa ese eso esta estaba estan estar este esto estoy fue ha han hace hacer hasta hay he la las le les lo
    los mas me mi mis mucho muy nada ni no nos o os para pero por porque puede puedo que quien quiero se sea ser si sin
    sobre son soy su sus tambien te tengo tiene tener todo todos tu un una unas uno unos y ya yo
"""
COMMON_WORDS = frozenset(_COMMON.split())
COMMON_STEMS = frozenset(stem for word in COMMON_WORDS for stem in stems_of(word))

type SynonymMap = Mapping[Phrase, tuple[Phrase, ...]]
type Words = tuple[SearchWord, ...]


@dataclass(frozen=True)
class Query:
    """What was typed, and how it can be read: word by word, and with the words that mean something together.

    "hot flashes in bed" is hot, flashes and bed, and "hot flashes" (or "night sweats") and bed."""

    typed: str
    readings: tuple[Words, ...] = ()

    @property
    def words(self) -> Words:
        """The search word by word."""
        return self.readings[0] if self.readings else ()

    def with_words(self, others: Mapping[str, SearchWord]) -> "Query":
        """The same search with other words in place of some of those that were typed."""
        changed = [tuple(others.get(word.typed, word) for word in words) for words in self.readings]
        return Query(self.typed, tuple(changed))


def parse(typed: str, synonyms: SynonymMap) -> Query:
    """Read a search: words, and "words in a row" within quotation marks."""
    quoted = [words for part in _QUOTED.findall(typed) if (words := words_in(part))]
    in_a_row = [SearchWord(" ".join(words), tuple(_stored(words))) for words in quoted]
    rest = words_in(_QUOTED.sub(" ", typed))
    alone = [word for word in rest if word not in COMMON_WORDS] or ([] if in_a_row else rest)
    one_by_one = [SearchWord(word, tuple(_stored([word])), _synonyms_of([word], synonyms)) for word in alone]
    grouped = list(_grouped(rest, synonyms))
    readings = [_limited([*in_a_row, *one_by_one])]
    if any(" " in word.typed for word in grouped):
        readings.append(_limited([*in_a_row, *grouped]))
    return Query(typed, tuple(words for words in readings if words))


def _limited(words: list[SearchWord]) -> Words:
    """The words without repetitions, up to MOST_WORDS."""
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def _grouped(words: list[str], synonyms: SynonymMap) -> Iterator[SearchWord]:
    """The words, those together that have synonyms together; common words stay in such phrases only."""
    start = 0
    while start < len(words):
        for length in range(min(LONGEST_SYNONYM, len(words) - start), 0, -1):
            part = words[start : start + length]
            same = _synonyms_of(part, synonyms)
            if same or length == 1:
                break
        if length > 1 or part[0] not in COMMON_WORDS:
            yield SearchWord(" ".join(part), tuple(_stored(part)), same)
        start += length


def _synonyms_of(words: list[str], synonyms: SynonymMap) -> tuple[Phrase, ...]:
    own = _stored(words)
    return tuple(same for same in synonyms.get(own[0], ()) if same not in own)


def _stored(words: list[str]) -> list[Phrase]:
    """The words in a row as they are stored in an English and in a Spanish text."""
    stems = [stems_of(word) for word in words]
    return [tuple(stem[0] for stem in stems), tuple(stem[1] for stem in stems)]
