"""Helpers for composed texts: templates with choices, sentences, paragraphs, and a seeded random generator."""

import re
from collections.abc import Sequence
from functools import cache
from random import Random

A_WHILE = 75  # days after which a member can write an update
MONTHS = ((A_WHILE, "Two months"), (105, "Three months"), (150, "Four months"), (230, "Half a year"))
YEARS = ("A year", "A year and a half", "Two years", "Two and a half years", "Three years", "Three and a half years")

type Template = tuple[frozenset[str], str]


class Dice(Random):
    """A seeded random generator, with two methods for texts."""

    def chance(self, likely: float) -> bool:
        return self.random() < likely

    def spell(self, template: str) -> str:
        """Replace each [this|that] by one of its alternatives."""
        return re.sub(r"\[([^\[\]]*)\]", lambda match: self.choice(match[1].split("|")), template)


@cache
def parsed(template: str) -> Template:
    """Split "@winter @dog Text" into its tags and its text."""
    words = template.split(" ")
    tags = [word for word in words[:3] if word.startswith("@")]
    return frozenset(tag[1:] for tag in tags), " ".join(words[len(tags) :])


def sentences(text: str) -> list[str]:
    """Split a post into sentences, without short ones, which may be repeated."""
    return [part for part in re.split(r"(?<=[.?])\s+", text) if part.count(" ") > 1]


def in_paragraphs(text: str, dice: Dice) -> str:
    """Split some of the longer posts into two paragraphs."""
    sentences = re.split(r"(?<=[.?]) (?=[A-Z])", text)
    if len(text) < 200 or len(sentences) < 4 or dice.chance(0.5):
        return text
    return " ".join(sentences[:-1]) + "\n\n" + sentences[-1]


def fits(wanted: Sequence[str], text: str, kind: str) -> bool:
    """Return whether a ready-made reply fits this post: by a word in it or, without words, any story."""
    return any(words in text for words in wanted) if wanted else kind == "story"


def span_of(days: int) -> str:
    """Say roughly how long ago something was, in words; at least A_WHILE."""
    halves = round(days / 182.5) - 2
    if halves >= 0:
        return YEARS[halves] if halves < len(YEARS) else "Four years"
    return [words for least, words in MONTHS if least <= days][-1]
