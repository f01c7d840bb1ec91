"""Find watched phrases in a text before it is published."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.core.caching.compiled_query import CompiledQuery
from community.core.text.characters import limit_accents
from community.safety.models import WatchedPhrase

if TYPE_CHECKING:
    from community.members.models import Member

WATCHED = CompiledQuery(lambda: WatchedPhrase.objects.values_list("phrase", "reason"))
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Finding:
    """A watched phrase in a text, and why it is watched."""

    phrase: str
    reason: str


def screen(plain: str, author: "Member") -> list[Finding]:
    """Find the watched phrases in `plain`, each once: whole words in any case, with any punctuation between them.

    One pass over the words per phrase length, so the time is linear; one query. Moderators' posts are not screened,
    since nobody may approve their own."""
    if author.moderates:
        return []
    watched: dict[int, dict[tuple[str, ...], Finding]] = defaultdict(dict)
    for phrase, reason in WATCHED.rows():
        words = words_of(phrase)
        watched[len(words)][words] = Finding(phrase, reason)
    text = words_of(plain) if watched else ()
    findings = {
        phrases[words]
        for length, phrases in watched.items()
        for start in range(len(text) - length + 1)
        if (words := text[start : start + length]) in phrases
    }
    return sorted(findings, key=lambda finding: finding.phrase)


def words_of(text: str) -> tuple[str, ...]:
    """Split into words, normalised by NFKC, so that full-width and similar forms count as the letter."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", limit_accents(text)).casefold()))
