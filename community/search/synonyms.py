"""The synonyms of the community as a map of terms, held in each process while the site's version stays the same."""

from collections.abc import Iterable

from community.core.caching.held import Held
from community.search.matching import Phrase
from community.search.models import Synonyms, phrases_in
from community.search.query import COMMON_STEMS, COMMON_WORDS, SynonymMap
from community.search.terms import stems_of

_map: Held[SynonymMap] = Held()


def synonyms(version: int) -> SynonymMap:
    """The map from each phrase to those that mean the same, at this version of the site. One query after a change."""
    return _map.get(version, lambda: map_of(Synonyms.objects.values_list("words", flat=True)))


def map_of(lines: Iterable[str]) -> SynonymMap:
    """The map of some lines of synonyms. What stands in two lines has the synonyms of both.

    Its keys are stems in English, which drop the "s" of Spanish words too: by their stems in Spanish "scars" would be
    taken for "scared"."""
    found: dict[Phrase, dict[Phrase, None]] = {}
    for line in lines:
        phrases = phrases_in(line)
        stored = [_stored(phrase) for phrase in phrases]
        clear = [
            [one for one in own if not _is_common(one, phrase)] for phrase, own in zip(phrases, stored, strict=True)
        ]
        for number, spellings in enumerate(stored):
            same = dict.fromkeys(one for other, ones in enumerate(clear) if other != number for one in ones)
            found.setdefault(spellings[0], {}).update(same)
    return {phrase: tuple(others) for phrase, others in found.items()}


def _is_common(spelling: Phrase, words: Phrase) -> bool:
    """Whether a word is stored as a common one is: "OFS" as "of", "masa" as "más". Nearly every text would match."""
    return len(spelling) == 1 and spelling[0] in COMMON_STEMS and not (spelling == words and words[0] in COMMON_WORDS)


def _stored(words: Phrase) -> list[Phrase]:
    """A phrase as it is stored in an English and in a Spanish text."""
    stems = [stems_of(word) for word in words]
    return [tuple(stem[0] for stem in stems), tuple(stem[1] for stem in stems)]
