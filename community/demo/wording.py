"""Small tools for words: templates with choices in them, sentences, paragraphs, and seeded chance."""

import re
from collections.abc import Sequence
from functools import cache
from random import Random

A_WHILE = 75  # days: from then on somebody can tell how it went on
MONTHS = ((A_WHILE, "Two months"), (105, "Three months"), (150, "Four months"), (230, "Half a year"))
YEARS = ("A year", "A year and a half", "Two years", "Two and a half years", "Three years", "Three and a half years")

type Template = tuple[frozenset[str], str]


class Dice(Random):
    """Seeded chance, with the two throws that writing needs."""

    def chance(self, likely: float) -> bool:
        return self.random() < likely

    def spell(self, template: str) -> str:
        """Choose one of each [this|that]."""
        return re.sub(r"\[([^\[\]]*)\]", lambda found: self.choice(found[1].split("|")), template)


@cache
def parsed(template: str) -> Template:
    """Split "@winter @dog Text" into its tags and its text."""
    words = template.split(" ")
    tags = [word for word in words[:3] if word.startswith("@")]
    return frozenset(tag[1:] for tag in tags), " ".join(words[len(tags) :])


def sentences(text: str) -> list[str]:
    """The sentences of a post that are long enough to be noticed when they come again."""
    return [part for part in re.split(r"(?<=[.?])\s+", text) if part.count(" ") > 1]


def laid_out(text: str, dice: Dice) -> str:
    """Now and then a longer post has two paragraphs."""
    sentences = re.split(r"(?<=[.?]) (?=[A-Z])", text)
    if len(text) < 200 or len(sentences) < 4 or dice.chance(0.5):
        return text
    return " ".join(sentences[:-1]) + "\n\n" + sentences[-1]


def fits(wanted: Sequence[str], text: str, kind: str) -> bool:
    """Whether a ready reply answers this post: it speaks of something in it, or of any story."""
    return any(words in text for words in wanted) if wanted else kind == "story"


def span_of(days: int) -> str:
    """In words, about how long ago something was; at least A_WHILE."""
    halves = round(days / 182.5) - 2
    if halves >= 0:
        return YEARS[halves] if halves < len(YEARS) else "Four years"
    return [words for least, words in MONTHS if least <= days][-1]
