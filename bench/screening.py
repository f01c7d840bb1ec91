"""Measure how many posts a second are compared with a word list of 300 entries, on one core.

It runs inside a community (bench/inside.py). The ceiling is splitting the same posts into words with one regular
expression, in rounds that alternate with those of the screening: what any such list has to do in Python. Times are CPU
seconds. A third of the posts have letters beyond ASCII, such as the apostrophes of a phone.
"""

import random
import re
import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from typing import Any

from bench import bars
from bench.bars import Bar
from bench.peer_dataset import VOC, body

POSTS, ROUNDS = 3_000, 7
WORDS, PATTERNS = 270, 30
LONGEST = 20_000  # letters of a post
PATTERN_FORMS = (
    r"\bbuy (now|today) {}",
    r"\d{{3}}-\d{{4}}-{}",
    r"(?:whats|tele)gr?app? {}",
    r"cure[sd]? (?:all|any) {}",
    r"https?://[a-z0-9.-]+\.(?:ru|top)/{}",
)
HOSTILE = (r"(a+)+$", r"(a|aa)+$", r"(.*)(.*)(.*)[^a]", r"[ab]*a[ab]{200}c", r"(?:a?){200}a{200}")
_WORD = re.compile(r"\w+")


def main() -> dict[str, Any]:
    """Compare posts with a list; return posts a second, the ceiling, and the milliseconds of hostile patterns."""
    from community.members.models import Member
    from community.safety.models import WatchedPhrase
    from community.safety.operations import screen
    from community.safety.operations.screening import find_watched, watch_list

    dice = random.Random(5)
    texts = [_as_from_a_phone(body(dice)) if number % 3 == 0 else body(dice) for number in range(POSTS)]
    WatchedPhrase.objects.bulk_create(_entries(dice))
    author = Member.objects.create_user("screened", "screened@example.org")
    watched = watch_list()
    rates: dict[str, list[float]] = {"ceiling": [], "screening": [], "with the query": []}
    for _ in range(ROUNDS):
        rates["ceiling"].append(_rate(lambda text: _WORD.findall(text.lower()), texts))
        rates["screening"].append(_rate(partial(find_watched, watched), texts))
        rates["with the query"].append(_rate(lambda text: screen(text, author), texts))
    ratio = median(one / of for one, of in zip(rates["screening"], rates["ceiling"], strict=True))
    hostile = {pattern: _milliseconds(partial(find_watched, _only(pattern)), dice) for pattern in HOSTILE}
    characters = sum(map(len, texts)) / POSTS
    found = sum(bool(find_watched(watched, text)) for text in texts)
    return {name: median(each) for name, each in rates.items()} | {
        "ratio": ratio,
        "entries": WORDS + PATTERNS,
        "characters": characters,
        "posts found": found,
        "hostile_ms": hostile,
    }


def report(screened: dict[str, Any]) -> None:
    """Print a line per engine, with the targets."""
    print(
        f"\n{'screening, posts a second':38}{'median':>8}{'query too':>10}{'ceiling':>9}{'ratio':>7}{'hostile ms':>12}"
    )
    for engine, found in screened.items():
        head = f"{engine:11}{found['entries']} entries, {found['characters']:.0f} letters"
        worst = max(found["hostile_ms"].values())
        print(
            f"{head:38}{found['screening']:8.0f}{found['with the query']:10.0f}{found['ceiling']:9.0f}"
            f"{found['ratio']:7.3f}{worst:12.1f}"
        )
        targets = [
            Bar("posts a second", found["screening"], least=bars.SCREENED_POSTS),
            Bar("ms of a hostile pattern", worst, most=bars.HOSTILE_MS),
        ]
        print("           " + "; ".join(map(str, targets)))


def _entries(dice: random.Random) -> list[Any]:
    """Build entries that begin with words of the texts, so that beginnings are found often and whole entries rarely."""
    from community.safety.models import WatchedPhrase

    phrases = {" ".join([*dice.choices(VOC, k=dice.randint(1, 2)), f"unheard{number}"]) for number in range(WORDS - 1)}
    forms = [PATTERN_FORMS[number % len(PATTERN_FORMS)].format(f"x{number}") for number in range(PATTERNS)]
    return [
        *(WatchedPhrase(phrase=phrase) for phrase in sorted(phrases)),
        *(WatchedPhrase(phrase=form, is_pattern=True) for form in forms),
        WatchedPhrase(phrase="colchicine"),  # in one post of a thousand
    ]


def _only(pattern: str) -> Any:
    """Build a list of one pattern."""
    from community.safety.models import WatchedPhrase
    from community.safety.operations.screening import build

    return build([WatchedPhrase(phrase=pattern, is_pattern=True)])


def _milliseconds(act: Callable[[str], object], dice: random.Random) -> float:
    """Return the time for the worse of two texts of the longest post."""
    texts = ("a" * LONGEST + "!", "".join(dice.choice("ab") for _ in range(LONGEST)))
    return max(1e3 * _seconds(act, [text]) for text in texts)


def _as_from_a_phone(text: str) -> str:
    return text.replace(" be ", " isn’t ").replace(" a ", " una mañana “más” ")


def _rate(act: Callable[[str], object], texts: Sequence[str]) -> float:
    return len(texts) / _seconds(act, texts)


def _seconds(act: Callable[[str], object], texts: Sequence[str]) -> float:
    start = time.process_time()
    for text in texts:
        act(text)
    return time.process_time() - start
