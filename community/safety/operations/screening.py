"""Find watched words in a text before it is published."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.core.caching.compiled_query import CompiledQuery
from community.safety.models import WatchedPhrase

if TYPE_CHECKING:
    from community.members.models import Member

WATCHED = CompiledQuery(lambda: WatchedPhrase.objects.values_list("phrase", "reason"))
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Finding:
    """Watched words that stand in a text, and why they are watched."""

    phrase: str
    reason: str


def screen(plain: str, author: "Member") -> list[Finding]:
    """The watched phrases in `plain`, each once: whole words, in any case, whatever stands between the words.

    One pass over the words for each length of phrase, so twice the text takes twice the time. A moderator's own
    posts are not held: nobody may approve their own post. One statement."""
    if author.moderates:
        return []
    watched: dict[int, dict[tuple[str, ...], Finding]] = defaultdict(dict)
    for phrase, reason in WATCHED.rows():
        words = _words(phrase)
        watched[len(words)][words] = Finding(phrase, reason)
    text = _words(plain) if watched else ()
    found = {
        phrases[words]
        for length, phrases in watched.items()
        for start in range(len(text) - length + 1)
        if (words := text[start : start + length]) in phrases
    }
    return sorted(found, key=lambda finding: finding.phrase)


def _words(text: str) -> tuple[str, ...]:
    """The words alone; NFKC, so that full-width and other look-alike forms of a letter count as the letter."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
