"""Find personal data in a text, so that its author can be asked before posting it.

Pure functions on plain text, English and Spanish; nothing is stored. tests/composing/ measures the detection rate.

The time is bounded three times over. Every pattern starts with a fixed word or a digit and repeats a bounded number of
times. A long text is read in pieces, so that even a pattern that takes longer than it should cannot take long. And the
check ends after BUDGET seconds of processor time with what it has found by then: it only asks, so the rest is posted
without a question rather than refused.
"""

import logging
import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from time import thread_time

from community.composing.pii import addresses, dates, mail, phones, records, spelt_numbers
from community.composing.pii.base import Finding
from community.composing.pii.normal_form import NormalForm, normal_form

__all__ = ["Finding", "find", "unknown"]

log = logging.getLogger(__name__)

BUDGET = 1.0  # seconds of processor time; 20,000 characters take about a tenth of it
PIECE = 1_000  # characters
BEFORE, AFTER = 150, 250  # what a piece shows of its neighbours: the longest cue, and the longest finding

# One of these is in everything that is found: most short posts are answered by this search alone.
_WORDS = "|".join(map(re.escape, sorted({*mail.NEEDED, *spelt_numbers.NEEDED} - {"@"})))
_CLUE = re.compile(rf"[0-9@]|(?<![^\W_])(?:{_WORDS})(?![^\W_])|{'|'.join(map(re.escape, dates.NEEDED))}", re.IGNORECASE)
_DIGIT = re.compile("[0-9]")
_WEB = re.compile(r"(?:https?://|www\.)\S{1,2000}+")


def find(text: str, budget: float = BUDGET) -> list[Finding]:
    """Find personal data of the kinds "phone", "email", "record", "birth" and "address", in the order of the text.

    Where findings overlap, the more specific kind wins. Text within web addresses is skipped. After `budget` seconds of
    processor time the rest of the text is not read."""
    if text.isascii() and not _CLUE.search(text):
        return []
    until = thread_time() + budget
    form = normal_form(text)
    occupied = [match.span() for match in _WEB.finditer(form.text)]
    findings: list[Finding] = []
    for finding in _find_all(form, until):
        at = bisect(occupied, (finding.start, finding.end))
        before = occupied[at - 1][1] if at else 0
        after = occupied[at][0] if at < len(occupied) else len(form.text)
        if before <= finding.start and finding.end <= after:
            occupied.insert(at, (finding.start, finding.end))
            start, end = form.original_span(finding.start, finding.end)
            findings.append(Finding(finding.kind, start, end, text[start:end]))
    return sorted(findings, key=lambda finding: finding.start)


def _find_all(form: NormalForm, until: float) -> Iterator[Finding]:
    """Find all kinds in each piece of a text, with positions in the whole; a finding belongs to where it starts."""
    for own in range(0, len(form.text), PIECE):
        start, end = max(own - BEFORE, 0), own + PIECE
        piece = form.text[start : end + AFTER]
        # Only email addresses and birthdays may have no digit.
        kinds = (mail, records, dates, addresses, phones) if _DIGIT.search(piece) else (mail, dates)
        for kind in kinds:
            if thread_time() > until:
                log.warning("The privacy check gave up after %d of %d characters", own, len(form.text))
                return
            for found in kind.find(piece):
                if own <= found.start + start < end:
                    yield Finding(found.kind, found.start + start, found.end + start, found.text)


def unknown(findings: Iterable[Finding], fingerprints: Iterable[str]) -> list[Finding]:
    """Return the findings whose fingerprint is not among `fingerprints`, each once."""
    known, new = set(fingerprints), []
    for finding in findings:
        if finding.fingerprint not in known:
            known.add(finding.fingerprint)
            new.append(finding)
    return new
