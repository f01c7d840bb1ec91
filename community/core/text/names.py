"""Find mentions in text: usernames after @. static/js/composer/mention.js offers names by the same rule.

A mention does not begin inside a word, an e-mail address or a path, but after any other punctuation: "...@name",
"(@name)", "*@name*", and "_@name_" where the line is not part of a word. Dashes and lines after it are not part of it
where that is no member: "@name--". Another mention may stand beside it: "@one/@two".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SHORTEST, LONGEST = 3, 30  # usernames, as in members/models/member.py
# Lines that emphasise a name: one or two, not within a word.
_EMPHASIS = r"(?<=_)(?<![\w@=/+]_)|(?<=__)(?<![\w@=/+]__)"
_FOUND = re.compile(rf"(?:(?<![\w@=])|{_EMPHASIS})@([A-Za-z0-9][A-Za-z0-9_-]*)(?![\w@\u0300-\u036f])")


@dataclass(frozen=True)
class Mention:
    """A mention whose @ is at text[start], and the usernames that it may mean: the first that exists is meant."""

    start: int
    names: tuple[str, ...]


def find_mentions(text: str) -> Iterator[Mention]:
    """Yield the mentions in a text, from left to right."""
    ended = -1
    for found in _FOUND.finditer(text):
        if found.start() and text[found.start() - 1] in "/+" and found.start() - 1 != ended:
            continue
        ended = found.end()
        written = found[1]
        possible = (written, written.rstrip("-_"), written.partition("--")[0].rstrip("-_"))
        names = tuple(dict.fromkeys(name for name in possible if SHORTEST <= len(name) <= LONGEST))
        if names:
            yield Mention(found.start(), names)
