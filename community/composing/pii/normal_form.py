"""Write a text in the form that the patterns read: plain figures, hyphens and spaces, and no invisible characters."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from community.composing.pii import spelt_numbers

_HYPHENS = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")


@dataclass(frozen=True)
class NormalForm:
    """A text as the patterns read it; `starts` and `ends` say which part of the original each character stands for."""

    text: str
    starts: list[int]
    ends: list[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where text[start:end] is in the original."""
        return self.starts[start], self.ends[end - 1]


def normal_form(original: str) -> NormalForm:
    """Replace foreign digits, hyphens and spaces by the usual ones, and numbers in words by figures. Linear time."""
    if original.isascii():
        text, starts, ends = original, list(range(len(original))), list(range(1, len(original) + 1))
    else:
        visible = [(plain, at) for at, character in enumerate(original) if (plain := _plain(character))]
        text = "".join(plain for plain, _at in visible)
        starts, ends = [at for _plain, at in visible], [at + 1 for _plain, at in visible]
    parts: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    done = 0
    for start, end, figures in spelt_numbers.find(text):
        parts += [text[done:start], figures]
        new_starts += starts[done:start] + [starts[start]] * len(figures)
        new_ends += ends[done:start] + [ends[end - 1]] * len(figures)
        done = end
    return NormalForm("".join([*parts, text[done:]]), new_starts + starts[done:], new_ends + ends[done:])


@lru_cache(maxsize=2_000)
def _plain(character: str) -> str:
    """Return one character for any character, and nothing for an invisible one."""
    if character.isascii():
        return character
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    if kind == "Cf":
        return ""
    if kind == "Zs":
        return " "
    if character in _HYPHENS:
        return "-"
    # The full-width forms of ASCII characters.
    return chr(ord(character) - 0xFEE0) if "\uff01" <= character <= "\uff5e" else character
