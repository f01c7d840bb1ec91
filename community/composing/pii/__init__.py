"""Notice in a text what tells who or where somebody is, so that its author can be asked before posting it.

Pure functions over plain text, English and Spanish; nothing is stored. A pattern begins at a fixed word or figure and
repeats a bounded number of times, so twice the text takes twice the time. tests/composing/ measures how well it sees.
"""

import re
from bisect import bisect
from collections.abc import Iterable

from community.composing.pii import addresses, dates, mail, phones, records
from community.composing.pii.base import Finding

__all__ = ["Finding", "find", "unknown"]

_WEB = re.compile(r"(?:https?://|www\.)\S{1,2000}")


def find(text: str) -> list[Finding]:
    """What `text` gives away, in its order: kinds "phone", "email", "record", "birth" and "address".

    Where two kinds see the same figures, the surer one has them. What stands in a web address is left alone."""
    web_addresses = [match.span() for match in _WEB.finditer(text)]
    found: list[Finding] = []
    for kind in (mail, records, dates, addresses, phones):
        for finding in kind.find(text):
            at = bisect(web_addresses, (finding.start, finding.end))
            before = web_addresses[at - 1][1] if at else 0
            after = web_addresses[at][0] if at < len(web_addresses) else len(text)
            if before <= finding.start and finding.end <= after:
                web_addresses.insert(at, (finding.start, finding.end))
                found.append(finding)
    return sorted(found, key=lambda finding: finding.start)


def unknown(found: Iterable[Finding], fingerprints: Iterable[str]) -> list[Finding]:
    """Those findings whose mark is not among `fingerprints`, each thing once."""
    known, new = set(fingerprints), []
    for finding in found:
        if finding.fingerprint not in known:
            known.add(finding.fingerprint)
            new.append(finding)
    return new
