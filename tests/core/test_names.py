"""A mention is found beside any punctuation, and never inside a word, an e-mail address or a path."""

import json
import time
from pathlib import Path

import pytest

from community.core.text.names import find_mentions
from community.core.text.richtext import clean, from_plain, link_names, names_in

CASES = json.loads((Path(__file__).parent / "mentions.json").read_text())
PEOPLE = {"joan": "/members/Joan/", "tess": "/members/Tess/"}


@pytest.mark.parametrize(("before", "after", "_begins", "linked"), CASES)
def test_a_name_between_any_characters_is_linked_or_not(before, after, _begins, linked):
    text = from_plain(f"One {before}@Joan{after} two")

    named = link_names(text, PEOPLE)

    assert ('<a href="/members/Joan/" rel="nofollow ugc noopener">@Joan</a>' in named.html) == linked
    assert named.plain == text.plain
    assert clean(named.html) == named == link_names(named, PEOPLE)
    assert ("joan" in names_in(text.html)) == linked


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Mo--", ("Mo--",)),
        ("@Mona--", ("Mona--", "Mona")),
        ("@Mona-", ("Mona-", "Mona")),
        ("@Mona--thanks", ("Mona--thanks", "Mona")),
        ("@Mona_-_", ("Mona_-_", "Mona")),
        ("@Mona" + "-" * 40, ("Mona",)),
    ],
)
def test_dashes_after_a_name_belong_to_it_only_if_there_is_such_a_member(text, names):
    assert [mention.names for mention in find_mentions(text)] == [names]


def test_the_longest_name_that_exists_is_meant():
    linked = link_names(clean("<p>@Joan- @Joan--</p>"), {"joan": "/members/Joan/", "joan-": "/members/Joan-/"})

    assert linked.html.count('"/members/Joan-/"') == 1
    assert linked.html.count('"/members/Joan/"') == 1


@pytest.mark.parametrize("piece", ["@", "@a", "@abc-", "@abc/", "@abc--", "-", "@abc_@", "x@", "@abc\u0301"])
def test_the_time_to_find_names_is_linear(piece):
    started = time.process_time()
    list(find_mentions(piece * (40_000 // len(piece))))

    assert time.process_time() - started < 1
