"""Find numbers that are spelt out, or that mix words and figures: "oh seven seven double oh 900 one four two"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

FEWEST_DIGITS = 4
FEWEST_WORDS = 2
MOST_TOKENS = 40  # in one number, so that the time is linear
_TOKEN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[ ,./()-]{1,3}")
_YEARS = re.compile(r"(?:(?:19|20)[0-9]{2}){2,}")
_LETTERS_AS_FIGURES = re.compile(r"[0-9OoIl]{2,}")
_AS_FIGURES = str.maketrans("OoIl", "0011")

_ENGLISH = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_SPANISH = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
_UNITS = {word: str(value) for names in (_ENGLISH, _SPANISH) for value, word in enumerate(names.split())}
_UNITS |= {"seventeen": "17", "eighteen": "18", "nineteen": "19", "diecisiete": "17", "dieciocho": "18"}
_UNITS |= {"oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0", "un": "1", "una": "1", "diecinueve": "19"}
_UNITS |= {"dieciseis": "16"}
_TENS = {
    word: value
    for names in (
        "twenty thirty forty fifty sixty seventy eighty ninety",
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    )
    for value, word in enumerate(names.split(), 2)
}
_VEINTI = "veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
_UNITS |= {word: str(value) for value, word in enumerate(_VEINTI.split(), 21)}
_UNITS |= {"veintidos": "22", "veintitres": "23", "veintiseis": "26"}
_CIENTOS = "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
_HUNDREDS = {"mil": 10} | {word: value for value, word in enumerate(_CIENTOS.split(), 2)}
_TIMES = {"double": 2, "doble": 2, "triple": 3, "treble": 3}
# Words that also stand beside a number: at its edge they are not part of one that is written in figures.
_LOOSE = frozenset({"one", "o", "oh", "un", "una", "uno", "once", "y", "ten", "nil"})
NEEDED = (*_UNITS, *_TENS, *_HUNDREDS, *_TIMES)


@dataclass(frozen=True)
class _Token:
    """A word of a number. `figures` is what it stands for; `tens` and `times` change the word that follows."""

    start: int
    end: int
    word: str
    figures: str = ""
    tens: int = 0
    times: int = 0
    in_figures: bool = False


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Find numbers of four digits or more with a word in them: start, end, and the number in figures. Linear time."""
    run: list[_Token] = []
    for match in _TOKEN.finditer(text):
        token = _read(match)
        if run and (token is None or len(run) == MOST_TOKENS or not _GAP.fullmatch(text, run[-1].end, match.start())):
            yield from _number(run)
            run = []
        if token:
            run.append(token)
    yield from _number(run)


def _read(match: re.Match[str]) -> _Token | None:
    """Return what a word means in a number, None for any other word."""
    start, end = match.span()
    word = match[0].casefold()
    if word.isdecimal():
        return _Token(start, end, word, word, in_figures=True)
    if word in {"o", "y"} and re.search("[0-9]", match.string[max(start - 2, 0) : start] + match.string[end : end + 2]):
        return None  # "or" and "and" in Spanish
    if value := _UNITS.get(word):
        return _Token(start, end, word, value)
    if word in _TENS:
        return _Token(start, end, word, f"{_TENS[word]}0", tens=_TENS[word])
    if word in _HUNDREDS:
        return _Token(start, end, word, f"{_HUNDREDS[word]}00", tens=_HUNDREDS[word] * 10)
    if word in _TIMES:
        return _Token(start, end, word, times=_TIMES[word])
    if word in {"hundred", "y"}:
        return _Token(start, end, word, "00" if word == "hundred" else "")
    if _LETTERS_AS_FIGURES.fullmatch(match[0]) and len(word) > 2 and re.search("[0-9]", word):
        return _Token(start, end, match[0], match[0].translate(_AS_FIGURES))
    return None


def _number(run: list[_Token]) -> Iterator[tuple[int, int, str]]:
    """Yield the number of a run of such words, unless it is one in figures, or no more than counting."""
    while run and (not (run[0].figures or run[0].times) or _is_beside_figures(run[0], run[1:])):
        run = run[1:]
    while run and (not run[-1].figures or _is_beside_figures(run[-1], run[-2::-1])):
        run = run[:-1]
    words = [token for token in run if not token.in_figures]
    figures = _figures(run)
    if not words or len(figures) < FEWEST_DIGITS or _is_counting(run) or _YEARS.fullmatch(figures):
        return
    with_letters = any(_LETTERS_AS_FIGURES.fullmatch(token.word) for token in words)
    if with_letters or len(words) >= FEWEST_WORDS or len(figures) > 6:
        yield run[0].start, run[-1].end, figures


def _is_beside_figures(edge: _Token, others: list[_Token]) -> bool:
    """Whether a word at an edge only stands beside a number: "the one 07700 900142"."""
    return bool(
        edge.word in _LOOSE and others and len(others[0].figures) > 2 and all(token.in_figures for token in others)
    )


def _figures(run: list[_Token]) -> str:
    """Join what the words stand for: "twenty three" is 23, "double four" is 44."""
    figures, tens, times = "", 0, 1
    for token in run:
        if token.times:
            times = token.times
        elif token.figures:  # not the "y" of "treinta y cuatro"
            completes = tens and len(token.figures) <= len(str(tens)) and not token.in_figures
            figures = figures[: -len(token.figures)] if completes else figures
            figures += token.figures * times
            tens, times = token.tens, 1
    return figures


def _is_counting(run: list[_Token]) -> bool:
    """Whether the words go up or down by one, as in "one, two, three, four"."""
    values = [int(token.figures[:9]) for token in run if token.figures]
    return len(values) > 2 and {after - before for before, after in pairwise(values)} in ({1}, {-1})
