"""The part of a text that a result shows."""

import pytest

from community.search.excerpts import excerpt
from community.search.query import parse
from community.search.synonyms import map_of


def shown(text: str, typed: str, length: int = 60) -> str:
    """The excerpt, with what is highlighted in square brackets."""
    pieces = excerpt(text, parse(typed, map_of(["mets, stage four"])).words, length)
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("My tumours are gone", "tumor", "My [tumours] are gone"),
        ("It is Stage Four, they said", "mets", "It is [Stage Four], they said"),
        ("Maria’s scans & <b>", "scan", "Maria’s [scans] & <b>"),
        ("Nothing of it", "scan", "Nothing of it"),
        ("", "scan", ""),
        ("Radiación, radiaciones y la mano", "radiacion", "[Radiación], [radiaciones] y la mano"),
    ],
)
def test_words_are_highlighted_in_any_form(text: str, typed: str, expected: str) -> None:
    assert shown(text, typed) == expected


def test_a_long_text_is_cut_around_the_words_and_between_words() -> None:
    text = "one two three four five " * 20 + "the scan and the scar " + "six seven eight nine ten " * 20

    cut = shown(text, "scar scan")

    assert "[scan] and the [scar]" in cut
    assert cut.startswith("…") and cut.endswith("…")
    assert all(word.strip("[]") in {*text.split(), "scan", "scar"} for word in cut.strip("…").split())


@pytest.mark.parametrize("unit", ["👩‍👩‍👧", "e\u0301", "🇪🇸", "क्षि", "a"])
def test_what_is_seen_as_one_character_stays_whole(unit: str) -> None:
    cut = shown(unit * 300, "scan", 50)

    assert cut.removesuffix("…") == unit * cut.count(unit)
