"""Find what a moderator should look at in a text before it is published: text in, findings out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Max, Sum, Value

from community.core.caching.compiled_query import CompiledQuery
from community.core.caching.held import Held
from community.core.text.folding import fold_words
from community.safety.findings import Finding, FindingKind
from community.safety.models import Effect, Reason, WatchedPhrase
from community.safety.patterns import Pattern, Unusable, compile_pattern, join

if TYPE_CHECKING:
    from community.members.models import Member

type Words = tuple[str, ...]

# The sum changes with every commit that changes the list, whatever the order of commits; a last change would not.
VERSION = CompiledQuery(
    lambda: (
        WatchedPhrase.objects.order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(total=Sum("version"), last=Max("pk"))
        .values_list("total", "last")
    )
)
WORD = re.compile(r"\w+")
RUN = re.compile(r"([a-zñ])\1{2,}")
_HAS_RUN = compile_pattern("|".join(letter * 3 for letter in "abcdefghijklmnopqrstuvwxyzñ"))  # in a tenth of the time
_held: Held["WatchList"] = Held()


@dataclass(frozen=True)
class WatchList:
    """The word list as texts are compared with it: words by the first of them, and patterns alone and joined."""

    words: dict[str, list[tuple[Words, Finding]]] = field(default_factory=dict)
    patterns: list[tuple[Pattern, Finding]] = field(default_factory=list)
    joined: Pattern | None = None

    def findings_in(self, folded: str) -> Iterator[Finding]:
        """Find entries in a text in the form of fold_words(); one of them may come several times."""
        if self.words:
            words = WORD.findall(folded)
            if beginnings := self.words.keys() & set(words):
                yield from self._phrases_in(words, beginnings)
        if self.patterns and (self.joined is None or self.joined.search(folded)):
            yield from (finding for pattern, finding in self.patterns if pattern.search(folded))

    def _phrases_in(self, words: list[str], beginnings: Iterable[str]) -> Iterator[Finding]:
        for start, word in enumerate(words):
            if word not in beginnings:
                continue
            for phrase, finding in self.words[word]:
                if len(phrase) == 1 or tuple(words[start : start + len(phrase)]) == phrase:
                    yield finding


def screen(
    text: str,
    author: "Member",
    *,
    links: int = 0,
    is_new: bool = False,
    is_fast: bool = False,
    is_edit: bool = False,
) -> list[Finding]:
    """Find watched words in `text`, each once, and what speaks for spam: many links, and the first posts of a member.

    `is_new` says that the author is a new member (forum/operations/newcomers.py), `is_fast` that they typed the text
    faster than a person does, `is_edit` that the post is not new. Takes one query, and linear time. Moderators' posts
    are not screened, since nobody may approve their own."""
    if author.moderates:
        return []
    findings = find_watched(watch_list(), text)
    if is_new and settings.HOLD_FIRST_POSTS and not is_edit:
        findings.append(_about_author(FindingKind.FIRST_POSTS))
    if links >= (settings.NEW_MEMBER_LINKS if is_new else settings.LINKS_PER_POST + 1):
        findings.append(_about_author(FindingKind.LINKS, links))
    if is_new and is_fast:
        findings.append(_about_author(FindingKind.FAST, settings.SECONDS_TO_TYPE))
    return findings


def find_watched(watched: WatchList, text: str) -> list[Finding]:
    """Find the entries of a list in a text: in any case, with any punctuation between words, however it is spelled."""
    found = {finding for spelling in spellings(text) for finding in watched.findings_in(spelling)}
    return sorted(found, key=lambda finding: finding.phrase)


def spellings(text: str) -> list[str]:
    """Return a text as watched words are compared with it; with letters that are multiplied, also without.

    So “miiiracle” is found, and “coooool” both as “cool” and as “col”."""
    folded = fold_words(text)
    if not _HAS_RUN.search(folded):
        return [folded]
    return [folded, RUN.sub(r"\1", folded), RUN.sub(r"\1\1", folded)]


def words_of(text: str) -> Words:
    """Split watched words as texts are split."""
    return tuple(WORD.findall(fold_words(text)))


def watch_list() -> WatchList:
    """Return the list that posts are compared with, built again after a change by any process. One query."""
    version = VERSION.first()
    if not version or version[0] is None:
        return WatchList()
    pair = _held.pair  # read as it is: every post comes by here
    if pair and pair[0] == version:
        return pair[1]
    return _held.get(version, lambda: build(WatchedPhrase.objects.watched()))


def build(entries: Iterable[WatchedPhrase]) -> WatchList:
    """Build a list of these entries. A pattern that cannot be compiled any more, as by a new RE2, is left out."""
    words: dict[str, list[tuple[Words, Finding]]] = defaultdict(list)
    patterns: list[tuple[Pattern, Finding]] = []
    written: list[str] = []
    for entry in entries:
        finding = _finding_of(entry)
        if not entry.is_pattern:
            phrase = words_of(entry.phrase)
            if phrase:
                words[phrase[0]].append((phrase, finding))
            continue
        try:
            patterns.append((compile_pattern(entry.phrase), finding))
        except Unusable:
            continue
        written.append(entry.phrase)
    return WatchList(dict(words), patterns, join(written) if written else None)


def _finding_of(entry: WatchedPhrase) -> Finding:
    """A pattern is named by its note, if it has one, since few can read it."""
    name = (entry.note or entry.phrase) if entry.is_pattern else entry.phrase
    kind = FindingKind.PATTERN if entry.is_pattern else FindingKind.WORDS
    return Finding(name, entry.reason, kind.value, holds=entry.effect == Effect.HOLD)


def _about_author(kind: FindingKind, number: int = 0) -> Finding:
    return Finding("", Reason.OTHER.value, kind.value, number)
