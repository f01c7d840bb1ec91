"""Fold texts for comparison, in Python and in both databases: a letter is the same in any case and with any accent.

SQLite compares only ASCII letters in any case, and PostgreSQL does not ignore accents. What searches compares
`folded_words(typed)` with `Fold("column")`."""

import unicodedata
from typing import Any

import regex
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func
from django.db.models.sql.compiler import SQLCompiler

from community.core.text.characters import limit_accents

# Letters that do not decompose, by what people type for them; and the dotless i, and the two small sigmas of Greek.
_ONE = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "\u0131": "i", "ħ": "h", "ŧ": "t", "\u03c2": "\u03c3"}
# Quotation marks and hyphens, as a phone and as a desk types them.
_ONE |= dict.fromkeys("\u2018\u2019\u02bc\u2032`", "'") | dict.fromkeys("\u201c\u201d\u201e\u2033", '"')
_ONE |= dict.fromkeys("\u2010\u2011\u2012\u2013", "-")
_SEVERAL = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
# Typed for an apostrophe where a keyboard has none. The first decomposes to a space and an accent.
_ACCENTS_ALONE = "\u00b4`"
# Accents; what nobody sees within a word; what chooses the form of a picture, or draws a key around a figure.
_LEFT_OUT = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f\u20e3"
_NOT_COMPARED = regex.compile(f"[{_LEFT_OUT}]+")
_LETTERS = str.maketrans(_ONE | _SEVERAL)
_APOSTROPHES = str.maketrans(dict.fromkeys(_ACCENTS_ALONE, "'"))
_WORD = regex.compile(r"[\w\p{M}](?:[\w\p{M}']*[\w\p{M}])?[%+]*")
# lower() of PostgreSQL knows only ASCII letters in the collation "C".
_CAPITALS = {letter.upper(): plain for letter, plain in _ONE.items() if letter.upper() != plain.upper()} | {
    letter: letter.lower() for letter in map(chr, [*range(0x391, 0x3AA), *range(0x400, 0x430)]) if letter.isupper()
}


def fold(text: str) -> str:
    """Return the form in which texts are compared: "É", "é" and "e" alike, and ’ and '. Idempotent.

    Only the accents of Latin, Greek and Cyrillic go (U+0300 to U+036F): marks of other scripts are vowels."""
    text = text.translate(_APOSTROPHES)
    if text.isascii():
        return text.lower()
    return str(_NOT_COMPARED.sub("", unicodedata.normalize("NFKD", limit_accents(text)).lower()).translate(_LETTERS))


def folded_words(typed: str) -> list[str]:
    """The words of a search, folded, without the marks around them: "scan?" is "scan", "biopsy-result" two words.

    Where there are only marks, those are searched for."""
    folded = fold(typed)
    return _WORD.findall(folded) or folded.split()


class Fold(Func):
    """A column, or an expression, as fold() returns it."""

    function = "fold"  # on SQLite: core/sqlite/base.py
    arity = 1
    output_field = CharField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[Any]]:
        """Write fold() in SQL, without the extension "unaccent", which not every server has."""
        column, parameters = compiler.compile(self.source_expressions[0])
        column = f"translate(({column})::text, '{_ACCENTS_ALONE}', '{"'" * 2 * len(_ACCENTS_ALONE)}')"
        one = _CAPITALS | _ONE
        folded = f"lower(regexp_replace(normalize({column}, NFKD), '[{_LEFT_OUT}]+', '', 'g'))"
        before, after = ("".join(letters).replace("'", "''") for letters in (one, one.values()))
        folded = f"translate({folded}, '{before}', '{after}')"
        for letter, plain in {**_SEVERAL, "ẞ": "ss", "Æ": "ae", "Œ": "oe", "Þ": "th"}.items():
            folded = f"replace({folded}, '{letter}', '{plain}')"
        plain_text = f"octet_length({column}) = char_length({column})"
        return f"CASE WHEN {plain_text} THEN lower({column}) ELSE {folded} END", [*parameters] * 4
