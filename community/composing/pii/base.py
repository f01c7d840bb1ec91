"""What the guard finds."""

import hashlib
import re
from dataclasses import dataclass

_PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Finding:
    """Something in a text that tells who or where somebody is: text[start:end], of the kind `kind`."""

    kind: str
    start: int
    end: int
    text: str

    @property
    def fingerprint(self) -> str:
        """A short name for what was found, the same wherever it stands and however it is spaced."""
        return hashlib.sha256(f"{self.kind}:{_PUNCTUATION.sub('', self.text).casefold()}".encode()).hexdigest()[:12]
