"""Texts that nobody thought of, made by hypothesis: cleaning holds for them too."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.core.text import richtext
from community.core.text.richtext import TooMuch, clean, from_plain, last_gate, link_names

PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i",
    "<a href=",
    "'",
    '"',
    ">",
    "<",
    "/",
    "</a>",
    "<ul><li>",
    "</ul>",
    "<blockquote>",
    "</blockquote>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<svg>",
    "<math>",
    "<mtext>",
    "<table>",
    "<select>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "javascript:",
    "java\nscript:",
    "https://example.org/",
    "mailto:a@example.org",
    "data:text/html,",
    " onclick=alert(1) ",
    "&lt;",
    "&amp;",
    "&#x3c;",
    "&quot;",
    "&",
    ";",
    "\u0000",
    "\u2028",
    "\r\n",
    "=",
    "<br/>",
    "<noscript>",
    "<textarea>",
    "<title>",
    "<xmp>",
    "<template>",
    "<img src=x onerror=alert(1)>",
    "words",
    "`",
    "@Joan",
    "@",
    "<a href='/members/Joan/'>",
]
MARKUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join)


def holds(markup: str) -> None:
    try:
        once = clean(markup)
    except TooMuch:
        return
    assert clean(once.html) == once
    assert last_gate(once.html) == once.html
    named = link_names(once, {"joan": "/members/Joan/"})
    assert clean(named.html) == named == link_names(named, {"joan": "/members/Joan/"})
    inside = re.findall(r"<([^>]*)>", once.html)
    for tag in inside:
        assert re.fullmatch(r'/?[a-z]+( href="[^"<>]*")?( rel="nofollow ugc noopener")?', tag), tag
    assert not re.search(r'href="\s*(javascript|data|vbscript):', once.html, re.IGNORECASE)


def stays_words(text: str) -> None:
    try:
        found = from_plain(text)
    except TooMuch:
        return
    assert set(re.findall(r"</?([a-z]+)", found.html)) <= {"p", "br", "a", "blockquote"}
    assert clean(found.html).html == found.html


@given(MARKUP)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_comes_out_harmless(markup):
    holds(markup)


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_whatever_is_typed_into_the_plain_box_stays_words(text):
    stays_words(text)


@pytest.mark.long
@given(MARKUP)
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
def test_ten_thousand_texts_come_out_harmless(markup):
    holds(markup)


@pytest.mark.long
@given(st.text(alphabet=st.sampled_from("<>&\"'/= abp;#x\n"), max_size=300))
@settings(max_examples=5_000, deadline=None)
def test_five_thousand_tangles_of_punctuation_stay_words(text):
    stays_words(text)
    holds(text)
    assert richtext.clean(text) is not None
