"""Isolate right-to-left text inside a sentence, so that it does not move the words and figures beside it."""

import unicodedata

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def isolated(text: object) -> str:
    """Put a text that has right-to-left letters between Unicode's isolates (UAX 9); return any other unchanged.

    For sentences, page titles and mail. Where the text has an element of its own, use dir="auto" or <bdi>."""
    words = str(text)
    if words.isascii() or not any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in words):
        return words
    return f"{FIRST_STRONG_ISOLATE}{words}{POP_ISOLATE}"
