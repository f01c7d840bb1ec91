"""Recognise a username that looks like somebody's real name, to ask about it once before an account is made."""

import re
from pathlib import Path

DATA = Path(__file__).parent / "data"
# Frequent names. Left out are those that are flowers, birds, stones, months or virtues too, such as Rose, Robin, Ruby,
# April and Grace: a pseudonym is often made of these.
FIRST = frozenset((DATA / "first_names.txt").read_text().split())
FAMILY = frozenset((DATA / "family_names.txt").read_text().split())
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def resembles_real_name(username: str, email: str = "") -> bool:
    """Return whether a username looks like a first and a family name, or repeats two words of the email address.

    "Maria74" is none, since many share it; "MariaLopez", "maria-l" and "mlopez" for m.lopez@example.org are."""
    words = [word.lower() for word in _WORDS.findall(username)]
    letters = "".join(words)
    if words and words[0] in FIRST and len(words) > 1:
        return True
    if any(letters.removeprefix(first) in FAMILY for first in FIRST if letters.startswith(first)):
        return True
    parts = [part for part in re.split(r"[^a-z]+", email.lower().partition("@")[0]) if part]
    return len(parts) > 1 and letters == "".join(parts)
