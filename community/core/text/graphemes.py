"""Count and cut text by what people see as one character: a letter with its accents, a flag, a family."""

from itertools import islice

import regex

from community.core.text.characters import clean_line, has_something_to_see, limit_accents

# \X counts at each letter of a flag all those before it, which is quadratic. Two letters are a flag where one follows.
_GRAPHEME = regex.compile(r"\p{GCB=RI}{2}(?=\p{GCB=RI})|\X")
ELLIPSIS = "…"


def graphemes(text: str) -> list[str]:
    """Split a text into what is seen as one character each (Unicode Standard Annex 29)."""
    found: list[str] = _GRAPHEME.findall(text)
    return found


def seen_length(text: str, most: int) -> int:
    """Count what can be seen as one character each, without spaces; no further than `most`."""
    seen = (1 for grapheme in _GRAPHEME.finditer(text) if has_something_to_see(grapheme[0]))
    return sum(islice(seen, most))


def cut(text: str, most: int) -> str:
    """Return the beginning of a text with at most `most` code points, without cutting a character in two.

    Only one that is longer than all of `most` is cut."""
    if len(text) <= most:
        return text
    end = 0
    for grapheme in _GRAPHEME.finditer(text, 0, most + 1):
        # What the end of the search cut short may be longer in the text.
        if grapheme.end() > most:
            break
        end = grapheme.end()
    return text[: end or most]


def shorten(text: str, most: int) -> str:
    """Return a text of at most `most` code points: a longer one ends with "…" after a whole character."""
    text = limit_accents(text)
    return text if len(text) <= most else cut(text, most - 1).rstrip() + ELLIPSIS


def shorten_line(text: str, most: int) -> str:
    """Shorten a text that stands in a row beside others, on one line and in its own direction."""
    return shorten(clean_line(text), most)
