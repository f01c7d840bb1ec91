"""Read a search that is still being typed: its last word may be the beginning of one.

Texts are stored by stems, which may be shorter than what was typed ("infect" of "infectio"), or spelt otherwise
("lymphedema" of "lymphoed"). So the known words that begin with it are looked for too, by their stems."""

from collections.abc import Iterator
from dataclasses import replace

from community.search.matching import Phrase, SearchWord
from community.search.query import COMMON_WORDS, Query, SynonymMap, Words, parse
from community.search.spelling import Vocabulary
from community.search.spelling_variants import american
from community.search.terms import stems_of, words_in

SHORTEST = 2  # letters: "CT"
SHORTEST_WITH_SYNONYMS = 4  # fewer letters begin too many words


def parse_beginning(typed: str, known: Vocabulary, synonyms: SynonymMap) -> Query:
    """Read what was typed so far: whole words, and the beginning of one. Words that no text has count as misspelt.

    A last word with fewer letters than SHORTEST does not count yet; without other words there are no readings."""
    words = words_in(typed)
    if words and len(words[-1]) < SHORTEST:
        words.pop()
    if not words:
        return Query(typed)
    before = parse(" ".join(words[:-1]), synonyms)
    before = before.with_words({word.typed: _corrected(word, known) for word in before.words})
    last = _beginning(words[-1], known, synonyms)
    readings: dict[Words, None] = {(last,): None} if not before.readings else {}
    for reading in before.readings:
        readings[(*(word for word in reading if word.typed not in COMMON_WORDS), last)] = None
    readings |= dict.fromkeys(parse(typed, synonyms).readings[1:])  # "hot flashes", which mean something together
    return Query(typed, tuple(readings))


def _corrected(word: SearchWord, known: Vocabulary) -> SearchWord:
    """The word, with what it may have been meant to be; only by its beginning, since this is asked at every letter."""
    if " " in word.typed or known.knows(word.typed):
        return word
    others = [stem for stem in _stems(known.beginning_with(word.typed)) if stem not in word.spellings]
    return replace(word, synonyms=tuple(dict.fromkeys((*word.synonyms, *others))))


def _beginning(typed: str, known: Vocabulary, synonyms: SynonymMap) -> SearchWord:
    prefixes = tuple(dict.fromkeys([typed, american(typed)]))
    words = known.beginning_with(typed)
    own = dict.fromkeys(_stems([typed, *(word for word in words if word.startswith(typed))]))
    others = dict.fromkeys(_stems(words))  # with those that it may be a misspelling of
    if len(typed) >= SHORTEST_WITH_SYNONYMS:
        others |= dict.fromkeys(same for stem in (own | others) for same in synonyms.get(stem, ()))
    spellings = tuple(phrase for phrase in own if not phrase[0].startswith(prefixes))
    return SearchWord(typed, spellings, tuple(phrase for phrase in others if phrase not in own), prefixes)


def _stems(words: list[str]) -> Iterator[Phrase]:
    yield from ((stem,) for word in words for stem in stems_of(word))
