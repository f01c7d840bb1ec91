"""Notice in a text what tells who or where somebody is, so that its author can be asked before she posts it.

Pure functions over plain text, English and Spanish; nothing is kept. Every pattern begins at a fixed word or figure and
repeats a bounded number of times, so twice the text takes twice the time. tests/composing/ measures how well it sees.
"""

import re
from bisect import bisect
from collections.abc import Iterable

from community.composing.pii import dates, mail, phones, places, records
from community.composing.pii.finding import Finding

__all__ = ["Finding", "find", "unknown"]

_WEB = re.compile(r"(?:https?://|www\.)\S{1,2000}")


def find(text: str) -> list[Finding]:
    """What `text` gives away, in its order: kinds "phone", "email", "record", "birth" and "address".

    Where two kinds see the same figures, the surer one has them. What stands in a web address is left alone."""
    taken = [match.span() for match in _WEB.finditer(text)]
    found: list[Finding] = []
    for kind in (mail, records, dates, places, phones):
        for finding in kind.find(text):
            at = bisect(taken, (finding.start, finding.end))
            before = taken[at - 1][1] if at else 0
            after = taken[at][0] if at < len(taken) else len(text)
            if before <= finding.start and finding.end <= after:
                taken.insert(at, (finding.start, finding.end))
                found.append(finding)
    return sorted(found, key=lambda finding: finding.start)


def unknown(found: Iterable[Finding], marks: Iterable[str]) -> list[Finding]:
    """Those findings whose mark is not among `marks`, each thing once."""
    known, new = set(marks), []
    for finding in found:
        if finding.mark not in known:
            known.add(finding.mark)
            new.append(finding)
    return new
