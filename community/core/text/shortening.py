"""Shorten sanitised HTML to so many characters of text, with its structure."""

import html
import re

from community.core.text import graphemes

_TAGS = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
_VOID = frozenset({"br"})
WORD = 30  # a longer word may be cut


def shorten(markup: str, length: int) -> str:
    """Return the beginning of sanitised HTML, with at most `length` characters of text, the last "…" if it was longer.

    It ends after a word where one ends near, never within what is seen as one character, and closes what is open."""
    result: list[str] = []
    opened: list[str] = []
    left = length
    for part in _TAGS.split(markup):
        if name := _NAME.match(part):
            if part.startswith("</"):
                opened.pop()
            elif name[1] not in _VOID:
                opened.append(name[1])
            result.append(part)
            continue
        text = html.unescape(part)
        if len(text) > left:
            result.append(html.escape(_beginning(text, left - 1), quote=False) + "\u2026")
            return "".join(result + [f"</{name}>" for name in reversed(opened)])
        left -= len(text)
        result.append(part)
    return markup


def _beginning(text: str, length: int) -> str:
    length = max(length, 0)
    if not text[length : length + 1].isspace() and (word := re.search(rf"\s\S{{0,{WORD}}}$", text[:length])):
        length = word.start()
    return graphemes.cut(text, length).rstrip() if length else ""
