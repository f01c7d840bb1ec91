"""Turn texts and searches into terms: folded words, in one spelling, without their endings.

What is stored for a text (index_terms) and what a search looks for (stems_of) go through the same steps, so that
"Tumours", "tumor" and "TUMOR" are one term, on SQLite and on PostgreSQL alike."""

from collections.abc import Sequence
from functools import lru_cache
from threading import local

import regex
from Stemmer import Stemmer

from community.core.text.folding import fold
from community.search.spelling_variants import american

LONGEST_TERM = 40  # characters; what is longer is no word, such as a line of "a"
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*")
_SPANISH_NOUN = regex.compile(r"([cs])ion$")  # folded; the stemmer knows it with its accent
# None that both languages have, such as "no" and "me".
_FUNCTION_WORDS = {
    "en": "the and to of i my is in it for you was that have with on but at be this are so not they we she says what",
    "es": "el la de que y los las un una por con para se del lo mi es en al su te le muy pero como mas esta cuando",
}
_LANGUAGES = {name: frozenset(words.split()) for name, words in _FUNCTION_WORDS.items()}
_of_thread = local()  # a stemmer must not be used by two threads at once


def words_in(text: str) -> list[str]:
    """The words of a text, folded, without apostrophes: "Maria's CT-scan" is "marias", "ct", "scan"."""
    return [word.replace("'", "")[:LONGEST_TERM] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=50_000)
def words_of(token: str) -> tuple[str, ...]:
    """words_in() of one word as it stands in a text, remembered: nearly always one."""
    return tuple(words_in(token))


def index_terms(text: str) -> str:
    """The terms of a text, one space between two, in the order of its words."""
    return " ".join(terms_of(words_in(text)))


def terms_of(words: Sequence[str]) -> list[str]:
    """The terms of the words of a text."""
    language = language_of(words)
    return [_stem(word, language) for word in words]


def stems_of(word: str) -> tuple[str, ...]:
    """What a folded word of a search may be stored as: its stem in English, and in Spanish where that is another."""
    return tuple(dict.fromkeys([_stem(word, "en"), _stem(word, "es")]))


def language_of(words: Sequence[str]) -> str:
    """The language of a text by its commonest short words: "es" when those of Spanish are more, else "en"."""
    counts = {name: sum(word in known for word in words) for name, known in _LANGUAGES.items()}
    return "es" if counts["es"] > counts["en"] else "en"


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    if language == "es":
        if word.endswith("ed"):  # to the stemmer an order ("comed"): "scared" would be "scar"
            return word
        return fold(_stemmer("spanish").stemWord(_SPANISH_NOUN.sub(r"\1ión", word)))
    return str(_stemmer("english").stemWord(american(word)))


def _stemmer(name: str) -> Stemmer:
    stemmers: dict[str, Stemmer] = _of_thread.__dict__
    if name not in stemmers:
        stemmers[name] = Stemmer(name, 0)
    return stemmers[name]
