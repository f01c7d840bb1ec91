"""Fold texts for comparison: a letter is the same in any case and with any accent.

In Python alone: SQLite compares only ASCII letters in any case, and PostgreSQL does not ignore accents."""

import unicodedata

import regex

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
_NOT_COMPARED_BUT_TILDE = regex.compile(f"(?:(?<!n)\u0303|[{_LEFT_OUT}--\u0303])+", regex.VERSION1)
_LETTERS = _ONE | _SEVERAL
_APOSTROPHES = str.maketrans(dict.fromkeys(_ACCENTS_ALONE, "'"))


def fold(text: str) -> str:
    """Return the form in which texts are compared: "É", "é" and "e" alike, and ’ and '. Idempotent.

    Only the accents of Latin, Greek and Cyrillic go (U+0300 to U+036F): marks of other scripts are vowels."""
    text = text.translate(_APOSTROPHES)
    if text.isascii():
        return text.lower()
    return _spell(str(_NOT_COMPARED.sub("", unicodedata.normalize("NFKD", limit_accents(text)).lower())))


def fold_words(text: str) -> str:
    """Return the form in which watched words are compared: as fold(), but “ñ” is a letter of its own.

    Without it, whoever watches for “ano” would hold every post with “año”, a year."""
    if text.isascii():
        return text.lower().replace("`", "'")
    letters = limit_accents(text.replace("\u00b4", "'").replace("`", "'"))
    seen = str(_NOT_COMPARED_BUT_TILDE.sub("", unicodedata.normalize("NFKD", letters).lower()))
    return unicodedata.normalize("NFC", _spell(seen))


def _spell(text: str) -> str:
    """Write the letters of _LETTERS as people type them: ten times as fast as str.translate(), which asks for each."""
    for letter in _LETTERS.keys() & set(text):
        text = text.replace(letter, _LETTERS[letter])
    return text
