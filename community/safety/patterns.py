"""Compile moderators' patterns with RE2, which reads a text once, whatever the pattern: none can hang a post.

Python's own regular expressions try one way after another: (a+)+$ would take years for a line of forty letters. RE2's
time is at most the length of the text times the size of the pattern (MOST_STEPS, ALL_STEPS), and it has no look-around
and no back references (https://github.com/google/re2/wiki/Syntax).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import re2
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.core.text.folding import fold_words

type Pattern = Any  # re2 has no types

# RE2's instructions in one pattern, and in all: at worst 0.2 and 2 seconds for a post of 20,000 letters.
MOST_STEPS, ALL_STEPS = 500, 5_000
_MEMORY = 8 << 20  # bytes for a pattern and for what RE2 remembers while it reads
_QUOTING = (r"\Q", r"\E")  # they would reach into the next pattern when both are joined


class Unusable(ValidationError):
    """A pattern cannot be used; the message says why."""


@cache
def _options() -> Any:
    options = re2.Options()
    options.case_sensitive, options.never_capture, options.log_errors = False, True, False
    options.max_mem = _MEMORY
    return options


def compile_pattern(written: str) -> Pattern:
    """Compile a pattern for texts in the form of fold_words(). Raises Unusable, with a sentence."""
    if any(quoting in written for quoting in _QUOTING):
        raise Unusable(_("Leave out \\Q and \\E. Put a \\ before each sign that you want to find as it is."))
    try:
        compiled = _compile(written)
    except re2.error as wrong:
        if "too large" in _message(wrong) or "repetition size" in _message(wrong):
            raise Unusable(too_large()) from wrong
        raise Unusable(
            _("We can’t read this pattern. Check its brackets. Look-around and back references can’t be used.")
        ) from wrong
    if compiled.programsize > MOST_STEPS:
        raise Unusable(too_large())
    if compiled.search(""):
        raise Unusable(_("This pattern matches any text, also an empty one. Make it say what must be there."))
    return compiled


def join(patterns: Sequence[str]) -> Pattern | None:
    """Compile patterns into one that matches where any of them does; None if they are too large together."""
    try:
        return _compile("|".join(f"(?:{written})" for written in patterns))
    except re2.error:
        return None


def too_large() -> str:
    """Say that a pattern would take too long."""
    return _("This pattern is too large. Use smaller numbers in curly brackets, or split it into two.")


def _compile(written: str) -> Pattern:
    """Compile with accents folded as in the texts, outside of ASCII alone: in it a capital may mean something."""
    folded = "".join(letter if letter.isascii() else fold_words(letter) for letter in written)
    return re2.compile(folded, _options())


def _message(wrong: Exception) -> str:
    return str(wrong.args[0].decode() if wrong.args and isinstance(wrong.args[0], bytes) else wrong)
