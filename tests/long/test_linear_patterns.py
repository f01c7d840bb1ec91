"""Every regular expression of the code takes linear time: twice the text takes about twice as long."""

import re
from collections import deque
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from time import thread_time

import pytest

import community
from tests.long.regex_attacks import attacks, patterns_in, patterns_in_scripts

FOLDER = Path(community.__file__).parent
SIZE = 4_000
# Seconds below which a ratio says nothing, and a text of this size cannot hurt.
TOO_SHORT_TO_MEASURE = 0.004
MOST = 3.2  # times as long for twice the text; a quadratic pattern takes four
ENDINGS = ("\0", "a")  # at which a match fails: no letter, and a letter
TRIES = 3  # a busy machine makes one measurement wrong, not three
# What reads only sanitised markup, in which each "<" has its ">" (test_linear_texts.py has the functions), or no input.
ONLY_SANITISED = {"_BETWEEN", "_BREAK", "_NAME_LINK", "_LINK", "QUOTE"}


def all_patterns() -> list[tuple[str, re.Pattern[str]]]:
    for module in walk_packages([str(FOLDER)], "community."):
        if ".migrations" not in module.name and ".management" not in module.name and ".demo" not in module.name:
            import_module(module.name)
    found = {pattern: name for name, pattern in patterns_in("community", FOLDER)}
    return [(name, pattern) for pattern, name in found.items() if name.rpartition(".")[2] not in ONLY_SANITISED]


def seconds(pattern: re.Pattern[str], text: str) -> float:
    best = float("inf")
    for _ in range(3):
        before = thread_time()
        deque(pattern.finditer(text), maxlen=0)
        best = min(best, thread_time() - before)
        if best < TOO_SHORT_TO_MEASURE:
            break
    return best


def takes_too_long(pattern: re.Pattern[str], text: str, twice_the_text: str) -> bool:
    once = seconds(pattern, text)
    twice = seconds(pattern, twice_the_text) if once > TOO_SHORT_TO_MEASURE / 4 else 0.0
    return twice > TOO_SHORT_TO_MEASURE and twice > MOST * once


def faults(name: str, pattern: re.Pattern[str], size: int = SIZE) -> list[str]:
    """Return the texts for which a pattern takes more than linear time."""
    slow: list[str] = []
    for before, pump in attacks(pattern):
        units = ((before, pump), ("", before + pump), ("", before + pump * 50))
        texts = (
            (start + unit * (size // max(len(unit), 1)), start + unit * (2 * size // max(len(unit), 1)))
            for start, unit in units
        )
        slow.extend(
            f"{name}: {before!r} and then {pump!r}"
            for once, twice in texts
            for end in ENDINGS
            if all(takes_too_long(pattern, once + end, twice + end) for _ in range(TRIES))
        )
    return slow


@pytest.mark.long
@pytest.mark.parametrize(("name", "pattern"), all_patterns(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_pattern_takes_linear_time(name: str, pattern: re.Pattern[str]) -> None:
    assert faults(name, pattern) == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "pattern"),
    patterns_in_scripts(FOLDER.parent / "static" / "js"),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_pattern_of_a_script_takes_linear_time(name: str, pattern: re.Pattern[str]) -> None:
    assert faults(name, pattern) == []


@pytest.mark.long
def test_the_attacks_find_a_pattern_that_is_not_linear() -> None:
    """Prove that the test can fail: the shape of the fault that froze the process."""
    cubic = re.compile(r"mrn[\s:#]*(?:(?:is|#)[\s:#]+){0,3}[0-9]")

    assert faults("cubic", cubic, size=100)
