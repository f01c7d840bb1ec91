"""The synonyms of the community as a map of terms, held in each process while the site's version stays the same."""

from collections.abc import Iterable

from community.core.caching.held import Held
from community.search.matching import Phrase
from community.search.models import Synonyms, phrases_in
from community.search.query import SynonymMap
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
        stored = [_stored(phrase) for phrase in phrases_in(line)]
        for spellings in stored:
            others = found.setdefault(spellings[0], {})
            others.update((other, None) for same in stored if same is not spellings for other in same)
    return {phrase: tuple(others) for phrase, others in found.items()}


def _stored(words: Phrase) -> list[Phrase]:
    """A phrase as it is stored in an English and in a Spanish text."""
    stems = [stems_of(word) for word in words]
    return [tuple(stem[0] for stem in stems), tuple(stem[1] for stem in stems)]
