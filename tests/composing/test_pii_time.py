"""The privacy check takes linear time, and gives up politely: what it has not read by then is not asked about.

tests/long/test_linear_patterns.py tries every pattern, this file some texts that froze the process, or could."""

from time import thread_time

import pytest

from community.composing import pii

LIMIT = 2.0  # seconds of processor time, for any text of a post's length
# Text at which a pattern could start, repeated.
UNITS = [
    *("1", "1 ", "1-", "+1", "(", "x", "_", "a ", "a.", "a@", "a at b ", "a@b.c.", "http://a", "call ", "number "),
    *("Elm ", "12 Elm ", "12 Elm Street ", "calle a ", "calle 1 ", "calle Mayor 5, ", "555 0134 ", "LS1 4AB ", "Elm, "),
    *("born on the ", "birthday is the ", "record no. is ", "mrn 1-", "historia clínica es ", "n.º de la ", "PO box "),
    *("one ", "oh ", "y ", "double ", "twenty ", "a dot b ", "_at_a_dot_", "a (at) b (dot) ", "policy number is "),
    *(
        "policy with a ",
        "policy with a is number ",
        "policy 100 000 ",
        "a sixty ",
        "sixty at gmail com ",
        " 1 at a dot b",
    ),
]
# A word that the check looks for, and what may stand between it and a number.
CUES = ["My MRN", "Policy number", "my number is", "born", "my birthday is", "joan at", "PO Box", "calle", "12 Elm"]
SEPARATORS = ["#", " ", ":", "#:", ", ", "is ", "no. ", "# is ", "-", "(", "=", "\n", "on the ", "dot ", "("]


def seconds(text: str) -> float:
    """Return the least processor time of two checks, in seconds."""
    best = float("inf")
    for _ in range(2):
        before = thread_time()
        pii.find(text, budget=60)
        best = min(best, thread_time() - before)
    return best


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_takes_about_twice_as_long(unit: str) -> None:
    text = (unit * 8_000)[:8_000]

    # It would be four times if it were quadratic. A busy machine makes one measurement wrong, not three.
    assert any(seconds(text * 2) < 3 * seconds(text) + 0.02 for _ in range(3))
    assert seconds(text * 2) < LIMIT


@pytest.mark.parametrize("cue", CUES)
def test_a_word_and_much_punctuation_after_it_are_read_at_once(cue: str) -> None:
    """The first is the fault that froze the process: "My MRN" and 220 "#" took three seconds."""
    for separator in SEPARATORS:
        assert seconds(cue + separator * (4_000 // len(separator)) + "x 1") < LIMIT, separator


def test_a_check_without_time_left_ends_with_what_it_has(caplog: pytest.LogCaptureFixture) -> None:
    text = "Call 212-555-0134. " + "It was a long day. " * 900 + "Call 212-555-0199."

    assert [finding.text for finding in pii.find(text)] == ["212-555-0134", "212-555-0199"]
    assert pii.find(text, budget=0) == []
    assert "gave up after 0 of" in caplog.text


@pytest.mark.parametrize("at", [960, 990, 1_000, 1_010, 2_000, 4_995])
def test_a_long_text_is_read_in_pieces_that_cut_nothing(at: int) -> None:
    before = ("It was a calm day. " * 300)[: at - 1] + " "
    text = before + "My policy number with Heron Life is HL 4410 2931, ring oh seven seven double oh nine hundred 142."

    found = pii.find(text)

    assert [(finding.kind, finding.text) for finding in found] == [
        ("record", "HL 4410 2931"),
        ("phone", "oh seven seven double oh nine hundred 142"),
    ]
