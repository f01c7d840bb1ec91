"""Compare many searches with a few new texts, without asking the database for each."""

from collections.abc import Mapping, Sequence

from community.search.matching import SearchWord


class NewTexts:
    """Texts by their keys, each as its terms with spaces between them, as they are indexed."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = {key: f" {terms} " for key, terms in texts.items()}
        self._having: dict[str, set[int]] = {}
        for key, terms in texts.items():
            for term in terms.split():
                self._having.setdefault(term, set()).add(key)

    def with_all_words(self, sets: Sequence[Sequence[SearchWord]]) -> set[int]:
        """The keys of texts that have all words of one at least of several sets, as the lookup has_words finds them."""
        found: set[int] = set()
        for words in sets:
            found |= set.intersection(*(self._with(word) for word in words)) if words else set()
        return found

    def _with(self, word: SearchWord) -> set[int]:
        found: set[int] = set()
        for phrase in word.phrases:
            having = set.intersection(*(self._having.get(term, set()) for term in phrase))
            in_a_row = f" {' '.join(phrase)} "
            found |= {key for key in having if in_a_row in self._texts[key]} if len(phrase) > 1 else having
        return found
