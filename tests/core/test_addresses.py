"""Addresses in text become links that lead where they were meant, whatever a phone puts beside them."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from django.utils.html import escape

from community.core.text.addresses import find_addresses
from community.core.text.richtext import LINK_REL, clean, from_plain

CASES: list[list[Any]] = json.loads((Path(__file__).parent / "addresses.json").read_text())


def pairs(expected: list[Any]) -> list[tuple[str, str]]:
    """Return what is shown of each address and where it leads; they are the same unless both are given."""
    return [(found, found) if isinstance(found, str) else (found[0], found[1]) for found in expected]


@pytest.mark.parametrize(("text", "expected"), [(text, expected) for text, *expected in CASES])
def test_an_address_is_found_without_what_is_beside_it(text, expected):
    assert [(text[found.start : found.end], found.href) for found in find_addresses(text)] == pairs(expected)


@pytest.mark.parametrize(("text", "expected"), [(text, expected) for text, *expected in CASES])
def test_a_post_links_the_addresses_that_are_found(text, expected):
    post = from_plain(text)

    links = [f'<a href="{escape(href)}" rel="{LINK_REL}">{text_of(shown)}</a>' for shown, href in pairs(expected)]
    assert post.html.count("<a ") == len(links)
    for link in links:
        assert link.replace("&#x27;", "'") in post.html.replace("&#x27;", "'")
    assert post.plain == text
    assert clean(post.html) == post


def text_of(shown: str) -> str:
    """Escape text as it is stored between tags."""
    return shown.replace("&", "&amp;")


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a@",
            "www.",
            "a-",
            "a.",
            "a'",
            "https://",
            "https://a/(",
            "https://a.org/[",
            "mailto:",
            "aa.-",
            "1.1-",
            "(/a/",
        ),
        *("x", "https://x.org/'a", "https://x.org/\u2013A", "a+@", "..a", "--www.a.org", "(/", "https://a:1"),
        *("a:", "a-", "aaaaa:", "a:a@", "Email:a@b.c", "\u00b2", "www.a.org\u00b2"),
    ],
)
def test_the_time_to_find_addresses_is_linear(piece):
    text = piece * (40_000 // len(piece))

    started = time.process_time()
    list(find_addresses(text))

    assert time.process_time() - started < 1
