"""Shorten sanitised HTML to so many characters of text, with its structure."""

import html
import re

from community.core.text import graphemes

_TAGS = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
_VOID = frozenset({"br"})
_BLOCK_END = re.compile(r"</(?:p|li|h[2-4]|blockquote)>")
_SENTENCE_END = re.compile(r"[.!?\u2026][\"\u201d\u2019)\]]*(?=\s|$)")
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


def shorten_to_sentence(markup: str, length: int) -> str:
    """Return the beginning of sanitised HTML, with at most `length` characters of text, up to the end of a sentence.

    A paragraph's end counts as well. Where none is in the second half, it ends as shorten() does."""
    seen = end = 0
    for part in _TAGS.split(markup):
        if part.startswith("<"):
            if _BLOCK_END.match(part) and seen <= length:
                end = seen
            continue
        text = html.unescape(part)
        end = max(
            [end, *(seen + found.end() for found in _SENTENCE_END.finditer(text) if seen + found.end() <= length)]
        )
        seen += len(text)
    if seen <= length:
        return markup
    return _cut(markup, end) if end > length // 2 else shorten(markup, length)


def _cut(markup: str, length: int) -> str:
    """Return the first `length` characters of text, and close what is open."""
    result: list[str] = []
    opened: list[str] = []
    for part in _TAGS.split(markup):
        if name := _NAME.match(part):
            if part.startswith("</"):
                opened.pop()
            elif name[1] not in _VOID:
                opened.append(name[1])
            result.append(part)
            continue
        text = html.unescape(part)
        if len(text) >= length:
            result.append(html.escape(text[:length].rstrip(), quote=False))
            break
        length -= len(text)
        result.append(part)
    return "".join(result + [f"</{name}>" for name in reversed(opened)])


def _beginning(text: str, length: int) -> str:
    length = max(length, 0)
    if not text[length : length + 1].isspace() and (word := re.search(rf"\s\S{{0,{WORD}}}$", text[:length])):
        length = word.start()
    return graphemes.cut(text, length).rstrip() if length else ""
