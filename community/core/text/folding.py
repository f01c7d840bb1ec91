"""Fold texts for comparison, in Python and in both databases: a letter is the same in any case and with any accent.

SQLite compares only ASCII letters in any case, and PostgreSQL does not ignore accents. What searches compares
`fold(word)` with `Fold("column")`."""

import unicodedata
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func
from django.db.models.sql.compiler import SQLCompiler

from community.core.text.characters import limit_accents

# Letters that do not decompose, by what people type for them; and the dotless i, and the two small sigmas of Greek.
_ONE = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "\u0131": "i", "ħ": "h", "ŧ": "t", "\u03c2": "\u03c3"}
_SEVERAL = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
_LETTERS = str.maketrans(_ONE | _SEVERAL | dict.fromkeys(map(chr, range(0x300, 0x370))))
# lower() of PostgreSQL knows only ASCII letters in the collation "C".
_CAPITALS = {letter.upper(): plain for letter, plain in _ONE.items() if letter.upper() != plain.upper()} | {
    letter: letter.lower() for letter in map(chr, [*range(0x391, 0x3AA), *range(0x400, 0x430)]) if letter.isupper()
}


def fold(text: str) -> str:
    """Return the form in which texts are compared: "É", "é" and "e" alike, however they are encoded. Idempotent.

    Only the accents of Latin, Greek and Cyrillic go (U+0300 to U+036F): marks of other scripts are vowels."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", limit_accents(text)).lower().translate(_LETTERS)


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
        one = _CAPITALS | _ONE
        folded = f"lower(regexp_replace(normalize(({column})::text, NFKD), '[\\u0300-\\u036f]+', '', 'g'))"
        folded = f"translate({folded}, '{''.join(one)}', '{''.join(one.values())}')"
        for letter, plain in {**_SEVERAL, "ẞ": "ss", "Æ": "ae", "Œ": "oe", "Þ": "th"}.items():
            folded = f"replace({folded}, '{letter}', '{plain}')"
        plain_text = f"octet_length(({column})::text) = char_length(({column})::text)"
        return f"CASE WHEN {plain_text} THEN lower(({column})::text) ELSE {folded} END", [*parameters] * 4
