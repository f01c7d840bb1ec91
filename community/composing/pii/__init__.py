"""Find personal data in a text, so that its author can be asked before posting it.

Pure functions on plain text, English and Spanish; nothing is stored. Every pattern starts with a fixed word or a digit
and repeats a bounded number of times, so that matching takes linear time. tests/composing/ measures the detection rate.
"""

import re
from bisect import bisect
from collections.abc import Iterable

from community.composing.pii import addresses, dates, mail, phones, records
from community.composing.pii.base import Finding

__all__ = ["Finding", "find", "unknown"]

_DIGIT = re.compile("[0-9]")
_WEB = re.compile(r"(?:https?://|www\.)\S{1,2000}")


def find(text: str) -> list[Finding]:
    """Find personal data of the kinds "phone", "email", "record", "birth" and "address", in the order of the text.

    Where findings overlap, the more specific kind wins. Text within web addresses is skipped."""
    kinds = (mail, records, dates, addresses, phones) if _DIGIT.search(text) else (mail,)  # all others have a digit
    occupied = [match.span() for match in _WEB.finditer(text)]
    findings: list[Finding] = []
    for kind in kinds:
        for finding in kind.find(text):
            at = bisect(occupied, (finding.start, finding.end))
            before = occupied[at - 1][1] if at else 0
            after = occupied[at][0] if at < len(occupied) else len(text)
            if before <= finding.start and finding.end <= after:
                occupied.insert(at, (finding.start, finding.end))
                findings.append(finding)
    return sorted(findings, key=lambda finding: finding.start)


def unknown(findings: Iterable[Finding], fingerprints: Iterable[str]) -> list[Finding]:
    """Return the findings whose fingerprint is not among `fingerprints`, each once."""
    known, new = set(fingerprints), []
    for finding in findings:
        if finding.fingerprint not in known:
            known.add(finding.fingerprint)
            new.append(finding)
    return new
