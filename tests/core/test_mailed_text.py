"""What somebody wrote in a reply by email, and nothing else."""

import random
import time

import pytest

from community.core.text.mailed_text import text_of_html, written_text
from tests.core.mailed_texts import EXAMPLES, HTML_EXAMPLES


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES])
def test_the_words_of_the_author_are_found(text: str, expected: str) -> None:
    assert written_text(text) == expected
    assert written_text(text.replace("\n", "\r\n")) == expected


@pytest.mark.parametrize(
    ("markup", "expected"), [row[1:] for row in HTML_EXAMPLES], ids=[row[0] for row in HTML_EXAMPLES]
)
def test_the_words_in_a_mail_of_html_alone_are_found(markup: str, expected: str) -> None:
    assert written_text(text_of_html(markup)) == expected


@pytest.mark.parametrize(
    "line",
    ["On " + "a " * 400, "On a@b.c", "From: a", "-- ", "> ", "_" * 30 + "x", "Sent " + "a" * 90, "On", "<a@" * 99],
)
def test_hostile_text_takes_no_longer_than_its_length(line: str) -> None:
    text = "\n".join([line] * (200_000 // len(line)))
    began = time.process_time()

    written_text(text)

    assert time.process_time() - began < 5


def test_any_text_is_read() -> None:
    chooser = random.Random(7)  # noqa: S311  the same texts each time
    pieces = ["On Monday", "wrote:", ">", "-- ", "From: x", "To: y", "Sent: z", "\n", " ", "text", "<a@b.org>"]
    pieces += ["<p", "</div>", "<blockquote>", "</blockquote>", "<br>", "&amp", "<!--"]
    for _number in range(500):
        text = "".join(chooser.choice(pieces) for _piece in range(40))
        written_text(text), text_of_html(text)
