"""Find the lines of some texts again in others, such as in what quotes them."""

import re
from collections.abc import Iterable

LEAST = 12  # characters: shorter lines, such as "Thank you", are anybody's
_WORD = re.compile(r"\w+")
_SPACE = re.compile(r"\s+")


class Passages:
    """The lines of texts, to be taken out of others."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.text = "\n".join(_plain(text) for text in texts)

    @property
    def words(self) -> set[str]:
        """Every word of the texts, in small letters."""
        return set(_WORD.findall(self.text.casefold()))

    def left_of(self, text: str) -> str:
        """Return a text without the lines, or parts of lines cut at their end, that are in these."""
        return "\n".join(line for line in text.split("\n") if not self._has(line))

    def _has(self, line: str) -> bool:
        words = _plain(line.lstrip("> ")).rstrip("… ")
        return len(words) >= LEAST and words in self.text


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip().casefold()
