"""What the privacy check finds."""

import hashlib
import re
from dataclasses import dataclass

_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Finding:
    """Personal data of one kind in a text, at text[start:end]."""

    kind: str
    start: int
    end: int
    text: str

    @property
    def fingerprint(self) -> str:
        """A short hash of what was found, independent of its position, punctuation and spaces."""
        return hashlib.sha256(f"{self.kind}:{_PUNCTUATION.sub('', self.text).casefold()}".encode()).hexdigest()[:12]
