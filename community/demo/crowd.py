"""Who writes what and when in a generated community: plain numbers, the same for the same sizes.

Like a real one: one discussion without an end, a few long ones, many short ones; a few members who write much and many
who write little; and posts of all discussions mixed in the order in which they came.
"""

import random
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

SECOND_LONGEST = 1_973  # posts: as long as the longest discussion of the example
BEGINS, SPAN = 1_640_995_200, 4 * 365 * 86_400  # 1 January 2022, in seconds since 1970; four years
LIVELY = 60 * 86_400  # seconds in which most of a discussion is said
REMOVED = 0.005
ANSWERS = 0.4


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much there is. `longest` counts the replies of the longest discussion."""

    posts: int
    threads: int
    members: int
    longest: int


@dataclass(slots=True)
class SketchedPost:
    """One post: in which thread (from 0), as which number, by which member (from 0), when (seconds since 1970)."""

    thread: int
    number: int
    author: int
    at: int
    answers: int  # the number that it answers; 0 for none
    removed: bool
    text: int  # an endless number: whoever has texts takes the remainder


def lengths(sizes: Sizes, dice: random.Random) -> list[int]:
    """How many posts each thread has, the longest first. Raises ValueError when that many threads cannot be filled."""
    whole = [sizes.longest + 1]
    if sizes.threads > 1 and sizes.posts > 20 * SECOND_LONGEST:
        whole.append(SECOND_LONGEST)
    others, left = sizes.threads - len(whole), sizes.posts - sum(whole)
    if left < others or (left and not others):
        raise ValueError("There are too few posts for so many discussions, or too many for one.")
    weights = [dice.expovariate(1) ** 1.5 for _ in range(others)]
    spare, heaviness = left - others, sum(weights) or 1
    counted = [1 + int(spare * weight / heaviness) for weight in weights]
    for number in range(left - sum(counted)):
        counted[number % others] += 1
    return [*whole, *counted]


def talk(sizes: Sizes, dice: random.Random) -> Iterator[SketchedPost]:
    """Every post, in the order in which they were written."""
    long = lengths(sizes, dice)
    last, opener = array("I", bytes(4 * len(long))), array("I", bytes(4 * len(long)))
    chance = dice.random
    for moment in _moments(long, dice):
        at, thread = divmod(moment, len(long))
        last[thread] = number = last[thread] + 1
        author = int(sizes.members * chance() ** 3)
        if number == 1:
            opener[thread] = author
        elif chance() < 0.15:
            author = opener[thread]
        answers = int(1 + chance() * (number - 1)) if number > 1 and chance() < ANSWERS else 0
        removed = number > 1 and chance() < REMOVED
        yield SketchedPost(thread, number, author, BEGINS + at, answers, removed, int(chance() * 1e9))


def _moments(long: list[int], dice: random.Random) -> array[int]:
    """Each post's second since BEGINS and its thread in one number, sorted."""
    moments = []
    chance = dice.random
    for thread, count in enumerate(long):
        span = SPAN if count > SECOND_LONGEST or thread < 2 else LIVELY
        start = int(chance() * (SPAN - span))
        moments.append(start * len(long) + thread)
        moments += [(start + int(chance() ** 2 * span)) * len(long) + thread for _ in range(count - 1)]
    moments.sort()
    return array("Q", moments)
