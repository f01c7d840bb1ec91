"""Decide who writes what and when in a generated community: plain numbers, the same for the same sizes.

The distribution is like a real community's: one very long thread, a few long ones and many short ones; a few members
who write much and many who write little. Posts of all threads are mixed, in order of time.
"""

import random
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

SECOND_LONGEST = 1_973  # posts: as many as in the longest thread of the example
BEGINS, SPAN = 1_640_995_200, 4 * 365 * 86_400  # 1 January 2022, in seconds since 1970; four years
ACTIVE = 60 * 86_400  # seconds over which a short thread lasts
REMOVED = 0.005  # share of replies
ANSWERS = 0.4  # share of replies that answer a certain post


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much to generate. `longest` is the number of replies of the longest thread."""

    posts: int
    threads: int
    members: int
    longest: int

    def check(self) -> None:
        """Raise ValueError, with a sentence, if no community has such sizes."""
        if self.members < 2 or self.threads < 1 or self.posts < 1 or self.longest < 0:
            raise ValueError("Ask for two members, one discussion and one post or more, and no negative number.")
        left, others = self.posts - sum(self.long_threads), self.threads - len(self.long_threads)
        if left < others or (left and not others):
            raise ValueError("There are too few posts for so many discussions, or too many for one.")

    @property
    def long_threads(self) -> list[int]:
        """The posts of the longest thread, and of the second one where there is one like it."""
        second = self.threads > 1 and self.posts > 20 * SECOND_LONGEST
        return [self.longest + 1, SECOND_LONGEST] if second else [self.longest + 1]


@dataclass(slots=True)
class SketchedPost:
    """One post: thread and author count from 0, `at` is in seconds since 1970."""

    thread: int
    number: int
    author: int
    at: int
    answers: int  # the number of the post that it answers; 0 for none
    removed: bool
    text: int  # a large random number, to be reduced modulo the number of texts


def lengths(sizes: Sizes, dice: random.Random) -> list[int]:
    """Return the number of posts of each thread, the longest first. Raises ValueError for impossible sizes."""
    sizes.check()
    long = sizes.long_threads
    others, left = sizes.threads - len(long), sizes.posts - sum(long)
    weights = [dice.expovariate(1) ** 1.5 for _ in range(others)]
    spare, heaviness = left - others, sum(weights) or 1
    counted = [1 + int(spare * weight / heaviness) for weight in weights]
    for number in range(left - sum(counted)):
        counted[number % others] += 1
    return [*long, *counted]


def sketch_posts(sizes: Sizes, dice: random.Random) -> Iterator[SketchedPost]:
    """Yield every post, in order of time."""
    counts = lengths(sizes, dice)
    last, opener = array("I", bytes(4 * len(counts))), array("I", bytes(4 * len(counts)))
    chance = dice.random
    for moment in _moments(counts, dice):
        at, thread = divmod(moment, len(counts))
        last[thread] = number = last[thread] + 1
        author = int(sizes.members * chance() ** 3)
        if number == 1:
            opener[thread] = author
        elif chance() < 0.15:
            author = opener[thread]
        answers = int(1 + chance() * (number - 1)) if number > 1 and chance() < ANSWERS else 0
        removed = number > 1 and chance() < REMOVED
        yield SketchedPost(thread, number, author, BEGINS + at, answers, removed, int(chance() * 1e9))


def _moments(counts: list[int], dice: random.Random) -> array[int]:
    """Return each post's second since BEGINS and its thread in one number, sorted."""
    moments = []
    chance = dice.random
    for thread, count in enumerate(counts):
        span = SPAN if count > SECOND_LONGEST or thread < 2 else ACTIVE
        start = int(chance() * (SPAN - span))
        moments.append(start * len(counts) + thread)
        moments += [(start + int(chance() ** 2 * span)) * len(counts) + thread for _ in range(count - 1)]
    moments.sort()
    return array("Q", moments)
