"""Cut out of a text the part with the words of a search, and say which of it to highlight."""

from collections.abc import Sequence
from typing import NamedTuple

import regex

from community.core.text import graphemes
from community.search.finder import Finder
from community.search.matching import SearchWord
from community.search.terms import terms_of, words_of

LENGTH = 220  # characters
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]++(?:['’][\p{L}\p{M}\p{N}]++)*+")
MOST_READ = 20_000  # characters of a text


class Piece(NamedTuple):
    """A part of an excerpt; `is_match` when the search looked for it."""

    text: str
    is_match: bool = False


def excerpt(text: str, words: Sequence[SearchWord], length: int = LENGTH) -> list[Piece]:
    """The part of a text with most of the words, between whole words, in pieces; its beginning where none is in it."""
    text = " ".join(text[:MOST_READ].split())
    matches = _matches(text, words)
    start, end = _window(text, matches, length)
    shown = [(max(first, start), last, number) for first, last, number in matches if start <= first and last <= end]
    pieces, at = [Piece("…" if start else "")], start
    for first, last, _number in shown:
        if first < at:
            continue
        pieces += [Piece(text[at:first]), Piece(text[first:last], is_match=True)]
        at = last
    pieces += [Piece(text[at:end]), Piece("…" if end < len(text) else "")]
    return [piece for piece in pieces if piece.text]


def _matches(text: str, words: Sequence[SearchWord]) -> list[tuple[int, int, int]]:
    """Where in the text the words are: start, end and the number of the word."""
    spans: list[tuple[int, int]] = []
    folded: list[str] = []
    for found in _WORD.finditer(text):
        for word in words_of(found[0]):
            spans.append(found.span())
            folded.append(word)
    occurrences = Finder(words).find(terms_of(folded))
    return [(spans[first][0], spans[first + length - 1][1], number) for first, length, number, _own in occurrences]


def _window(text: str, matches: Sequence[tuple[int, int, int]], length: int) -> tuple[int, int]:
    """Where the excerpt begins and ends: where most different words are, and then most words."""
    if len(text) <= length:
        return 0, len(text)
    best, start = (0, 0), 0
    for index, (first, _last, _number) in enumerate(matches):
        near = [number for begin, end, number in matches[index:] if end <= first + length * 3 // 4]
        if (len(set(near)), len(near)) > best:
            best, start = (len(set(near)), len(near)), first
    start = max(0, start - length // 4)
    start = min(start, len(text) - length * 3 // 4) if start else 0
    if start:
        start = text.find(" ", start - 1, start + 40) + 1 or _whole(text, start)
    end = min(start + length, len(text))
    if end < len(text):
        last = text.rfind(" ", start + length // 2, end + 1)
        end = last if last > 0 else start + len(graphemes.cut(text[start:], length))
    return start, end


def _whole(text: str, start: int) -> int:
    """The beginning of the character of which `start` is a part."""
    return len(graphemes.cut(text, start))
