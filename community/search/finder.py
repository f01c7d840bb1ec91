"""Find the words of a search among the terms of a text."""

from collections.abc import Iterator, Sequence

from community.search.matching import Phrase, SearchWord

type Occurrence = tuple[int, int, int, bool]  # first term, number of terms, number of the word, whether not a synonym


class Finder:
    """Finds each word of a search in one walk over a text, however many synonyms there are."""

    def __init__(self, words: Sequence[SearchWord]) -> None:
        self.starts: dict[str, list[tuple[int, Phrase, bool]]] = {}
        self.typed_ahead = [(number, word.prefixes) for number, word in enumerate(words) if word.prefixes]
        self.prefixes = tuple(prefix for word in words for prefix in word.prefixes)
        for number, word in enumerate(words):
            for phrases, is_own in ((word.spellings, True), (word.synonyms, False)):
                for phrase in phrases:
                    self.starts.setdefault(phrase[0], []).append((number, phrase, is_own))

    def find(self, terms: Sequence[str]) -> Iterator[Occurrence]:
        """Each occurrence, where a word or one of its synonyms begins, in the order of the text."""
        starts, prefixes = self.starts, self.prefixes
        # Most terms are none of these words, so they are sorted out first, in one go.
        if prefixes:
            known = [index for index, term in enumerate(terms) if term in starts or term.startswith(prefixes)]
        else:
            known = [index for index, term in enumerate(terms) if term in starts]
        for index in known:
            term = terms[index]
            for number, phrase, is_own in starts.get(term, ()):
                length = len(phrase)
                if length == 1 or tuple(terms[index : index + length]) == phrase:
                    yield index, length, number, is_own
            for number, beginnings in self.typed_ahead:
                if term.startswith(beginnings):
                    yield index, 1, number, True
