"""What reads a whole text takes linear time, and an absolute time that no text of the greatest size exceeds."""

from collections.abc import Callable
from time import thread_time

import pytest

from community.composing import pii
from community.composing.composer_text import composer_text
from community.core.text import richtext
from community.safety.operations import screening

SIZE = 8_000
MOST = 1.5  # seconds of processor time for the largest text
UNITS = [
    *("<", "<a", "<a ", "<a href=", '<a href="', '<a href="x">', "</a>", "<p>", "<br", "<br>", "<blockquote>", "<li>"),
    *("</blockquote>", "<blockquote", "<!--", "<![CDATA[", "<style>", "<script>", "<svg>", "<math>", "&", "&#", "&#x"),
    *("@", "@abc ", "@a@b", "https://", "http://a.b ", "www.", "a@b.c ", "a.b", "(", "((http://a.b", "!.", "a,", "'"),
    *("\n", "\n ", "> ", "> > ", "- ", "*", ">\n", " ", "\t", "\u0301", "\u0301\u0323", "\u200d", "\u202e", "\ufdfa"),
    *("1", "1 ", "one ", "y ", "a at b ", "a_at_b_dot_", "born on ", "be 60 on ", "12 Elm ", "calle a, ", "LS1 4AB "),
    *("mrn #", "mrn 1-", "policy number is ", "my number is ", "twenty ", "1/1/", "3 May ", "Elm, ", "A B ", "+1"),
    *("\U0001f1ea", "👩\u200d", "\u1112", "\u1161", "\u11ab", "\u094d", "\ufe0f", "\u0600", "\u2800"),
]


def _unless_too_much(act: Callable[[str], object]) -> Callable[[str], object]:
    def run(text: str) -> object:
        try:
            return act(text)
        except richtext.TooMuch:
            return None

    return run


READERS: dict[str, Callable[[str], object]] = {
    "clean": _unless_too_much(richtext.clean),
    "from_plain": _unless_too_much(richtext.from_plain),
    "names_in": richtext.names_in,
    "link_names": lambda text: richtext.link_names(richtext.RichText(text, text), {"abc": "/x/"}),
    "composer_text": lambda text: composer_text(text, rich=True),
    "privacy check": lambda text: pii.find(text, budget=60),
    "watched words": screening.words_of,
}


def seconds(act: Callable[[str], object], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        before = thread_time()
        act(text)
        best = min(best, thread_time() - before)
    return best


@pytest.mark.long
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("reader", READERS)
def test_twice_the_text_takes_about_twice_as_long(reader: str, unit: str) -> None:
    act = READERS[reader]
    text = unit * (SIZE // len(unit))

    assert any(seconds(act, text * 2) < 3.2 * seconds(act, text) + 0.02 for _ in range(3))  # a busy machine errs once
    assert seconds(act, unit * (richtext.MARKUP_CAP // len(unit))) < MOST
