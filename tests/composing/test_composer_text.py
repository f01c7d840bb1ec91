"""A formatted post in a plain box, and the plain box posted again: nothing that has words or an address is lost."""

import re
import time
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.composing.composer_text import composer_text
from community.core.text.richtext import MARKUP_CAP, clean, from_plain
from tests.core.rich_texts import ROUND_TRIPS

WORDS = st.sampled_from(
    [
        *("> 50 mg", ">", "- dash", "-", "1. one", "2. two", "\\- slash", "\\\\> two"),
        "one",
        "two words",
        "a  b",
        "2019",
        "caf\u00e9",
        "x < y & z",
        "(in brackets)",
        "\u00bfno?",
        "it\u2019s",
    ]
)
HREFS = st.sampled_from(
    [
        *(
            "https://example.org",
            "https://example.org/docs/leaflet.pdf",
            "https://example.org/a_(b)",
            "http://a.de/?b=1&c=2",
        ),
        *("https://example.org/it's", "https://example.org/a.", "https://example.org/a)", "https://example.org/x-"),
        *("mailto:name@example.org", "mailto:name@example.org?subject=Hi", "/posts/12/", "/learn/x/?tab=2#part-1"),
    ]
)
BREAKS = ("</p>", "<br>", "</li>")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@st.composite
def links(draw: st.DrawFn) -> str:
    """Links whose words are an address, its end or something else."""
    href = draw(HREFS)
    words = draw(
        st.sampled_from([href, href[1:], href.rpartition("/")[2] or "here", "example.org", "here", "the leaflet"])
    )
    return f'<a href="{escaped(href)}">{escaped(words)}</a>'


LINES = st.lists(
    st.one_of(WORDS.map(escaped), links(), WORDS.map(lambda words: f"<strong>{escaped(words)}</strong>")),
    min_size=1,
    max_size=4,
).map(" ".join)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=3).map(lambda lines: f"<p>{'<br>'.join(lines)}</p>")


def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Quotes and lists of blocks; a list has two items at least."""
    content = st.lists(inner, min_size=1, max_size=3).map("".join)
    item = st.tuples(LINES, inner.map(lambda block: "" if block.startswith("<p>") else block)).map(
        lambda parts: f"<li><p>{parts[0]}</p>{parts[1]}</li>"
    )
    items = st.lists(item, min_size=2, max_size=12).map("".join)
    return st.one_of(
        content.map(lambda blocks: f"<blockquote>{blocks}</blockquote>"),
        items.map(lambda items: f"<ul>{items}</ul>"),
        items.map(lambda items: f"<ol>{items}</ol>"),
    )


RICH = st.lists(st.recursive(PARAGRAPHS, blocks, max_leaves=8), min_size=1, max_size=4).map("".join)


def addresses(html: str) -> list[str]:
    """Return where the links lead; an escaped character is the same as the character. Mentions are linked later."""
    return [unquote(href) for href in re.findall(r'href="([^"]*)"', html) if not href.startswith("/members/")]


def structure(html: str) -> str:
    """Return the markup of lists, quotes, paragraphs and lines without its text."""
    return "".join(re.findall(r"</?(?:p|br|ul|ol|li|blockquote)>", html))


def words_of(html: str) -> list[str]:
    """Return the words of a text without links, which are written with their addresses."""
    blocks = re.sub(r"<(?:br|/p|/li|/blockquote)>", " ", html)
    return [] if "<a " in html else re.sub(r"<[^<>]*>", "", blocks).split()


def check(markup: str) -> None:
    stored = clean(markup).html
    if stored.count("<li>") > 60 or len(stored) > MARKUP_CAP // 2:
        return
    plain = composer_text(stored, rich=True).plain
    again = from_plain(plain)

    for href in addresses(stored):
        assert href in addresses(again.html), plain
    assert structure(again.html) == structure(stored), plain
    assert words_of(again.html) == words_of(stored), plain
    assert composer_text(again.html, rich=True).plain == plain


@pytest.mark.parametrize("markup", ROUND_TRIPS)
def test_a_formatted_text_in_a_plain_box_preserves_addresses_lists_quotes_and_lines(markup):
    check(markup)


@given(RICH)
@settings(max_examples=60, deadline=None)
def test_generated_texts_preserve_addresses_lists_quotes_and_lines(markup):
    check(markup)


@pytest.mark.long
@given(RICH)
@settings(max_examples=5_000, deadline=None)
def test_five_thousand_generated_texts_preserve_addresses_lists_quotes_and_lines(markup):
    check(markup)


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        (ROUND_TRIPS[0], "See leaflet.pdf (https://example.org/docs/leaflet.pdf).\n\n- sleep\n- walks\n\n> Rest."),
        (ROUND_TRIPS[2], "https://example.org/a, www.example.de"),
        ('<p><a href="https://example.org/">@Joan</a></p>', "@Joan (https://example.org/)"),
        (
            '<p><a href="https://example.com/">https://example.org/</a></p>',
            "https://example.org/ (https://example.com/)",
        ),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n2. c"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<ul><li>a<br><br>b</li><li></li></ul>", "- a\n  b\n-"),
        ("<blockquote><ol><li>a</li><li>b</li></ol></blockquote>", "> 1. a\n> 2. b"),
        ("<p>&gt; 50 mg a day</p>", "\\> 50 mg a day"),
        (
            "<p>- Maria</p><p>1. May<br>was warm</p><p>I need:<br>- sleep<br>- walks</p>",
            "- Maria\n\n1. May\nwas warm\n\nI need:\n- sleep\n- walks",
        ),
        ("<p>- sleep<br>- walks</p>", "\\- sleep\n- walks"),
        ("<p>How:<br><br>1. sleep<br>2. walks</p>", "How:\n\n\\1. sleep\n2. walks"),
        ("<ul><li>- one</li><li>two</li></ul>", "- \\- one\n- two"),
        ("<p>\\&gt; 50 mg, \\o/</p>", "\\\\> 50 mg, \\o/"),
    ],
)
def test_what_the_plain_box_shows(markup, plain):
    assert composer_text(markup, rich=True).plain == plain


@pytest.mark.parametrize(
    "text",
    ["- Maria", "2019. It began", "I need:\n- sleep\n- walks", "- a\n1. b", "-5 degrees\n-6", "1. a\n3. b", "-\n-"],
)
def test_lines_that_only_resemble_a_list_stay_lines(text):
    found = from_plain(text)

    assert "<li>" not in found.html
    assert found.plain == text


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "<!--", "<blockquote>", "<ul><li>", "</li>", "&", '<a href="', "<a href='https://a.org/'>a.org</a>"],
)
def test_a_refused_text_comes_back_in_linear_time(piece):
    started = time.process_time()
    composer_text(piece * (60_000 // len(piece)), rich=True)

    assert time.process_time() - started < 1


def test_lists_that_are_too_deep_or_too_long_stay_lines():
    deep = "\n".join("  " * depth + "- a" for depth in range(150))

    assert from_plain(deep).html.count("<ul>") <= 7
    assert from_plain("- a\n" * 900).html.count("<br>") == 899
