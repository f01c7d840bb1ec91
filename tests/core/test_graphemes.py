"""A text is cut between characters as people see them, wherever a part of it is shown."""

import random
import re
from collections.abc import Callable
from pathlib import Path
from time import thread_time

import pytest
import regex
from django.core.exceptions import ValidationError
from django.template import Context, Template

import community
from community.composing.operations.describe import clean_alt
from community.core.text import richtext
from community.core.text.characters import clean_line, clean_text
from community.core.text.fields import LineField, LinesField
from community.core.text.graphemes import cut, graphemes, seen_length, shorten, shorten_line
from community.forum.quoting import PASSAGE, quoted
from tests.acts import reply

# What is seen as one character, and takes several code points.
ONE = {
    "a family": "👩‍👩‍👧‍👦",
    "a couple with skin tones": "👩🏽‍❤️‍💋‍👩🏿",
    "a flag": "🇪🇸",
    "the flag of Scotland": "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "the rainbow flag": "🏳️‍🌈",
    "a skin tone": "👍🏽",
    "a heart as a picture": "❤️",
    "a keycap": "1️⃣",
    "a letter and two accents": "e\u0302\u0301",
    "an accent on a capital": "E\u0301",
    "Hangul jamo": "\u1112\u1161\u11ab",
    "Devanagari": "क्षि",
    "Tamil": "நி",
    "Thai": "กำ",
    "Hebrew with points": "\u05e9\u05c1\u05b8",
    "Arabic with a vowel": "\u0628\u0651\u064e",
    "a woman at work": "👩🏾‍⚕️",
    "carriage return and line feed": "\r\n",
}
LIMITS = range(1, 45)


@pytest.mark.parametrize("kind", ONE)
def test_it_is_one_character_and_never_cut(kind: str) -> None:
    one = ONE[kind]
    text = one * 12

    assert len(graphemes(one)) == 1 and len(graphemes(text)) == 12
    for most in LIMITS:
        begin = cut(text, most)
        whole, rest = divmod(len(begin), len(one))
        assert text.startswith(begin) and len(begin) <= most
        assert rest == 0 or (whole == 0 and most < len(one)), (most, begin)
        assert len(shorten(text, most)) <= max(most, 1)


@pytest.mark.parametrize("kind", [kind for kind in ONE if kind != "carriage return and line feed"])
@pytest.mark.parametrize("before", range(8))
def test_every_excerpt_ends_with_a_whole_character(kind: str, before: int) -> None:
    """Try each position at which the cut can fall, by the filter of the templates, a quote, and a description."""
    text = "x" * before + " " + ONE[kind] * 400
    whole = set(graphemes(text)) | {"…"}

    shown = Template("{{ text|truncatechars:240 }}").render(Context({"text": text, "autoescape": False}))

    assert len(shown) <= 240 and set(graphemes(shown)) <= whole
    assert set(graphemes(clean_alt(text))) <= whole
    assert set(graphemes(shorten_line(text, 60))) <= whole


@pytest.mark.parametrize("kind", ["a family", "a flag", "Devanagari", "a letter and two accents"])
def test_a_quote_ends_with_a_whole_character(thread, ines, kind: str) -> None:
    text = "Yes " + ONE[kind] * PASSAGE

    plain = richtext.clean(quoted(reply(thread, ines, text))).plain

    ends = plain.splitlines()[-1].removesuffix("…").removeprefix("Yes ")
    assert ends and set(graphemes(ends)) == {ONE[kind]}


def test_a_short_text_stays_as_it_is() -> None:
    assert shorten("Thinking of you", 15) == "Thinking of you"
    assert shorten("Thinking of you", 14) == "Thinking of y…"
    assert shorten("Thinking of you", 10) == "Thinking…"


def test_the_filter_escapes_as_django_does() -> None:
    assert Template("{{ text|truncatechars:8 }}").render(Context({"text": "<b>bold</b>"})) == "&lt;b&gt;bold…"


# What a rule of the boundaries between characters looks back or ahead over, as many as there are.
RUNS = {
    "letters of flags": "\U0001f1ea",
    "flags": "🇪🇸",
    "flags after a sign before figures": "\u0600🇪🇸",
    "pictures to be joined": "👩\u200d",
    "skin tones": "👍🏽",
    "pictures with accents": "👩\u0301",
    "first Hangul jamo": "\u1112",
    "middle Hangul jamo": "\u1161",
    "last Hangul jamo": "\u11ab",
    "Hangul syllables": "각",
    "combining marks": "\u0301",
    "combining marks and joiners": "\u0301\u200d",
    "joiners": "\u200d",
    "selectors": "\ufe0f",
    "tags": "\U000e0041",
    "Devanagari to be joined": "क्",
    "viramas": "\u094d",
    "signs before figures": "\u0600",
    "line ends": "\r\n",
    "blanks": "\u2800",
    "spaces": " ",
}


def fill_in_title(text: str) -> None:
    """Fill in a title that is too long, or has too little to see."""
    with pytest.raises(ValidationError):
        LineField(max_length=150, min_length=4).clean(f"a{text}")


READERS: dict[str, Callable[[str], object]] = {
    "graphemes": graphemes,
    "seen_length": lambda text: seen_length(text, len(text)),
    "cut": lambda text: cut(text, len(text) - 1),
    "shorten_line": lambda text: shorten_line(text, len(text) - 1),
    "clean_line": clean_line,
    "clean_text": clean_text,
    "a title": fill_in_title,
    "a note": LinesField(required=False).clean,
}


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("reader", READERS)
def test_a_long_run_of_one_kind_takes_no_time(reader: str, run: str) -> None:
    """A row of 60,000 letters of flags took 19 seconds; what is linear takes a tenth of one."""
    for before in ("", "a", "👩", "क"):
        text = before + RUNS[run] * (60_000 // len(RUNS[run]))
        started = thread_time()
        READERS[reader](text)
        assert thread_time() - started < 1, before


def test_characters_are_those_of_the_standard() -> None:
    choice = random.Random(29)  # noqa: S311
    pieces = [*RUNS.values(), *ONE.values(), "a", "\n"]
    for _ in range(2_000):
        text = "".join(choice.choices(pieces, k=choice.randint(1, 14)))
        assert graphemes(text) == regex.findall(r"\X", text)


TEXTS = re.compile(r"Truncator|truncatechars|textwrap\.shorten|\.(?:text|plain|title|name|note|about|alt|reason)\[:")


def test_no_module_cuts_a_text_in_another_way() -> None:
    """Find a title, a text and the like that is sliced, and Django's own truncation."""
    folder = Path(community.__file__).parent
    found = [
        f"{path.relative_to(folder)}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        for line in path.read_text().splitlines()
        if TEXTS.search(line) and path.name != "text_filters.py"
    ]

    assert found == []
