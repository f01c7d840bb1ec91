"""Where watched words and patterns are in a text, for the people who edit the list; screening only asks whether."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from community.core.text.folding import fold_words
from community.core.text.graphemes import graphemes
from community.safety.findings import Finding
from community.safety.operations.screening import RUN, WORD, WatchList

MOST_SPANS = 50  # of one pattern: looking for the next ones again and again may take the square of the time
AROUND = 60  # letters before and after the first match in an excerpt


class Span(NamedTuple):
    """A part of a text, and the entry that is found there."""

    start: int
    end: int
    finding: Finding


class Piece(NamedTuple):
    """A part of a text as a page shows it."""

    text: str
    is_match: bool


def spans_in(watched: WatchList, text: str) -> list[Span]:
    """Find every entry in a text, with its position there, in the spellings that screen() compares."""
    letters = _folded(text)
    spans = {
        Span(letters[start].start, letters[end - 1].end, finding)
        for letters in _spellings(letters)
        for start, end, finding in _found(watched, "".join(letter.folded for letter in letters))
        if end > start
    }
    return sorted(spans, key=lambda span: (span.start, span.end, span.finding.phrase))


def pieces_of(text: str, spans: Iterable[Span]) -> list[Piece]:
    """Cut a text where matches begin and end; overlapping matches are one."""
    inside = [False] * len(text)
    for span in spans:
        inside[span.start : span.end] = [True] * (span.end - span.start)
    borders = [0, *(at for at in range(1, len(text)) if inside[at] != inside[at - 1]), len(text)]
    return [Piece(text[start:end], inside[start]) for start, end in pairwise(borders) if end > start]


def excerpt(text: str, spans: Sequence[Span]) -> list[Piece]:
    """Cut the text around its first match out."""
    first = max(spans[0].start - AROUND, 0) if spans else 0
    last = (spans[0].end if spans else 0) + AROUND
    within = [Span(span.start - first, min(span.end, last) - first, span.finding) for span in spans if span.end <= last]
    pieces = pieces_of(text[first:last], within)
    before, after = Piece("… ", False), Piece(" …", False)
    return [*([before] if first else []), *pieces, *([after] if last < len(text) else [])]


class _Letter(NamedTuple):
    """One letter of the folded text, and the part of the text that it is for."""

    folded: str
    start: int
    end: int


def _folded(text: str) -> list[_Letter]:
    letters, start = [], 0
    for seen in graphemes(text):
        end = start + len(seen)
        letters += [_Letter(letter, start, end) for letter in fold_words(seen)]
        start = end
    return letters


def _spellings(letters: list[_Letter]) -> Iterator[list[_Letter]]:
    """The letters, and where one is multiplied also only the first, and the first two, of each."""
    folded = "".join(letter.folded for letter in letters)
    yield letters
    if runs := list(RUN.finditer(folded)):
        for few in (1, 2):
            left_out = {at for run in runs for at in range(run.start() + few, run.end())}
            yield [letter for at, letter in enumerate(letters) if at not in left_out]


def _found(watched: WatchList, folded: str) -> Iterator[tuple[int, int, Finding]]:
    words: list[re.Match[str]] = list(WORD.finditer(folded))
    for at, word in enumerate(words):
        for phrase, finding in watched.words.get(word[0], ()):
            last = at + len(phrase)
            if tuple(match[0] for match in words[at:last]) == phrase:
                yield word.start(), words[last - 1].end(), finding
    for pattern, finding in watched.patterns:
        yield from ((*match.span(), finding) for match in islice(pattern.finditer(folded), MOST_SPANS))
