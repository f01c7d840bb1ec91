"""Find web and e-mail addresses in text; static/js/composer/addresses.js is the same rule for the editor.

Phones turn "..." into an ellipsis, "--" into a dash and quotes into curly ones, often without a space before them. So
an address ends before such punctuation, and an apostrophe, a bracket or an en dash belongs to it only inside a word.
The raised figures of footnotes are no part of a name or host, nor of the end of a path. An address may follow a word
and a colon without a space, as in "Email:ana@example.org", but not inside another address ("https://ana:word@...").
All quantifiers are bounded and a tail is read once, so that the time is linear. Both files are tested with
tests/core/addresses.json.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import regex

_CHAR, _WORD = r"[\p{L}\p{Nd}]", r"\p{L}\p{Nd}_"
_LABEL = rf"{_CHAR}{{1,63}}(?:-{_CHAR}{{1,63}}){{0,8}}"
_LAST = r"(?:xn--[A-Za-z0-9-]{1,59}|\p{L}{2,24})"
# Without "www." only these are taken for an address: "better.so" is a missed space.
_KNOWN = r"(?:com|edu|eu|gov|info|int|mil|net|org|uk)"
_CURLY, _EN_DASH = "\u2019", "\u2013"
_LOCAL = rf"[{_WORD}+%]{{1,63}}(?:[-.'{_CURLY}][{_WORD}+%]{{1,63}}){{0,8}}"
_MAIL = rf"{_LOCAL}@(?:{_LABEL}\.){{1,6}}{_LAST}(?![{_WORD}@])"
_HOST = rf"(?:{_CHAR}(?:[{_WORD}-]{{0,61}}{_CHAR})?\.){{0,9}}(?:xn--[A-Za-z0-9-]{{1,59}}|{_CHAR}{{1,63}})(?!{_CHAR})"
_PORT = r"(?::[0-9]{1,5}(?![0-9]))?"
# Not in the middle of a word, of an address or of a name with @, but after "...", "--" and "Email:".
_BEFORE = rf"[{_WORD}@/:=&#]"
_LABELLED = rf"(?<=(?<![{_WORD}@/:=&#.%+-])\p{{L}}[\p{{L}}-]{{0,29}}:)"
_START = rf"(?:(?<!{_BEFORE})(?<!{_BEFORE}[.-])|{_LABELLED})"
_FOUND = regex.compile(
    rf"(?P<web>(?<![A-Za-z0-9])https?://{_HOST}{_PORT}(?!(?::[{_WORD}.-]{{1,64}})?@))"
    rf"|(?<![{_WORD}])(?P<mailto>mailto:{_MAIL})"
    rf"|{_START}(?:(?P<mail>{_MAIL})"
    rf"|(?P<bare>(?:www\.(?:{_LABEL}\.){{1,5}}{_LAST}|(?:{_LABEL}\.){{1,5}}{_KNOWN})"
    rf"(?![{_WORD}@]|-{_CHAR}|\.{_CHAR}){_PORT}))"
    r"|(?<=\()(?P<path>/(?:[A-Za-z0-9_%-]{1,100}/){1,8}(?:\?[A-Za-z0-9_=&%.+-]{0,200})?(?:#[A-Za-z0-9_-]{1,60})?)(?=\))",
    regex.IGNORECASE,
)
_HTTP = regex.compile(r"https?://", regex.IGNORECASE)
_BRACKETS = regex.compile(r"\([^\s()]{0,200}\)|\[[^\s\[\]]{0,200}\]|\{[^\s{}]{0,200}\}")
_TRAILING = f".,:;!?'{_CURLY}*~-{_EN_DASH}·⁰¹²³⁴⁵⁶⁷⁸⁹"


@dataclass(frozen=True)
class Address:
    """An address at text[start:end], and where its link leads."""

    start: int
    end: int
    href: str


def find_addresses(text: str) -> Iterator[Address]:
    """Yield the addresses in a text, from left to right.

    In round brackets also a page of this site, as in "Ines (/posts/123/)"."""
    at = 0
    while found := _FOUND.search(text, at):
        start, at = found.span()
        kind = found.lastgroup
        if kind in ("web", "bare") or (kind == "mailto" and text[at : at + 1] == "?"):
            at = _end_of_tail(text, at)
        written = text[start:at]
        if kind in ("mail", "mailto"):
            written = written.replace(_CURLY, "'")
        yield Address(start, at, {"mail": "mailto:", "bare": "https://"}.get(kind or "", "") + written)


def _end_of_tail(text: str, start: int) -> int:
    """Return where the path, query and fragment end that may begin at `start`."""
    if text[start : start + 1] not in ("/", "?", "#"):
        return start
    at = start
    opened = closed = start  # the last pair of brackets: it belongs to the address whole or not at all
    while at < len(text):
        if pair := _BRACKETS.match(text, at):
            opened, closed = (at, pair.end()) if at >= closed else (opened, closed)
        elif text[at] in "([{" or (text[at] in ")]}" and at >= closed) or not _is_part(text, at):
            break
        at += 1
    at = opened if at < closed else at
    while at > start and text[at - 1] in _TRAILING:
        at -= 1
    return at


def _is_part(text: str, at: int) -> bool:
    """Whether a character, no bracket, goes on with the address."""
    char, before, after = text[at], text[at - 1], text[at + 1 : at + 2]
    if char in ("'", _CURLY):
        third = text[at + 2 : at + 3]
        possessive = after in ("s", "S") and not _is_word(third) and third not in ("-", "/", "%")
        return _is_word(before) and _is_word(after) and not possessive
    if char == _EN_DASH:  # as in "Epstein-Barr virus" and in years
        return _is_word(before) and after != "" and unicodedata.category(after) in ("Lu", "Nd")
    if char == "·":  # Catalan "Col·lecció"
        return _is_word(before) and _is_word(after)
    if char == "." and after == ".":
        return before == "/" and text[at + 2 : at + 3] == "/"
    if char in ",;":
        return not _HTTP.match(text, at + 1)
    if char.isascii():
        return char > " " and char not in '<>"`\\^|\x7f'
    return _is_word(char)


def _is_word(char: str) -> bool:
    return char == "_" or (char != "" and unicodedata.category(char)[0] in "LNM")
