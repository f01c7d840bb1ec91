"""What a member writes becomes harmless HTML."""

import re
import time

import pytest

from community.core.text import plain_text, richtext
from community.core.text.richtext import TooMuch, clean, clean_article, from_plain, sanitize_again
from tests.core.hostile_inputs import HOSTILE_INPUTS


@pytest.mark.parametrize("markup", HOSTILE_INPUTS)
def test_no_script_and_no_style_is_left(markup):
    found = clean(markup).html

    names = set(re.findall(r"</?([a-zA-Z][^\s>/]*)", found))
    assert names <= richtext.POST_TAGS
    attributes = set(re.findall(r"\s([a-z]+)=\"", "".join(re.findall(r"<[a-z][^>]*>", found))))
    assert attributes <= {"href", "rel"}
    for address in re.findall(r'href="([^"]*)"', found):
        assert ":" not in address or address.partition(":")[0] in richtext.SCHEMES


@pytest.mark.parametrize("markup", HOSTILE_INPUTS)
def test_cleaning_twice_is_cleaning_once(markup):
    once = clean(markup).html

    assert clean(once).html == once
    assert clean(once).plain == clean(markup).plain


@pytest.mark.parametrize("markup", HOSTILE_INPUTS)
def test_the_last_filter_removes_nothing_that_bleach_left(markup, monkeypatch):
    seen = []

    def watch(given, tags=richtext.POST_TAGS):
        seen.append((given, sanitize_again(given, tags)))
        return seen[-1][1]

    monkeypatch.setattr(richtext, "sanitize_again", watch)
    clean(markup)

    (given, left) = seen[0]
    assert left == given


def test_a_member_may_use_the_markup_that_posts_have():
    markup = (
        "<p>One <strong>two</strong> <em>three</em> <b>four</b> <i>five</i> <s>six</s><br>seven</p>"
        "<ul><li>a</li></ul><ol><li>b</li></ol><blockquote><p>c</p></blockquote>"
    )

    assert clean(markup).html == markup


def test_headings_are_for_articles_alone():
    assert clean("<h2>Loud</h2>").html == "Loud"
    assert clean_article("<h2>Calm</h2>").html == "<h2>Calm</h2>"


def test_every_link_is_nofollow_and_has_no_opener():
    found = clean("<a href='https://example.org' rel='opener'>a study</a>").html

    assert found == '<a href="https://example.org" rel="nofollow ugc noopener">a study</a>'


def test_words_stay_when_their_tags_go():
    assert clean("<div><span>Still</span> here</div>").html == "Still here"


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<p>1.5 x 10<sup>9</sup>/L and CO<sub>2</sub></p>", "<p>1.5 x 10⁹/L and CO₂</p>"),
        (
            "<p>10<sup><b>-3</b></sup> 10<sup>9/mm3</sup> x<SUP>(n&minus;1)</SUP></p>",
            "<p>10<b>⁻³</b> 10⁹/mm3 x⁽ⁿ⁻¹⁾</p>",
        ),
        (
            "<p>1<sup>st</sup>, 3<sup>a</sup>, x<sup>[1]</sup>, 5<sup> &lt; 6</sup></p>",
            "<p>1st, 3ª, x[1], 5 &lt; ⁶</p>",
        ),
        ("10<sup>9", "10⁹"),
        ("10</sup>9", "109"),
    ],
)
def test_a_raised_or_lowered_figure_stays_apart_from_the_one_before(markup, wanted):
    found = clean(markup)

    assert found.html == wanted
    assert clean(found.html) == found


def test_what_a_script_says_is_not_words():
    found = clean("<p>Before<script>alert('no')</script> after</p>")

    assert (found.html, found.plain) == ("<p>Before after</p>", "Before after")


def test_the_plain_text_of_markup_has_a_line_per_block():
    found = clean("<p>5 &lt; 6 &amp; 7</p><ul><li>first</li><li>second</li></ul>one<br>two")

    assert found.plain == "5 < 6 & 7\nfirst\nsecond\none\ntwo"


def test_the_words_of_a_post_hold_no_tags():
    assert clean("<p>Read <a href='https://example.org'>this</a>.</p>").plain == "Read this."


@pytest.mark.parametrize(
    "markup",
    [
        "x" * (richtext.MARKUP_CAP + 1),
        "<b>" * (richtext.NESTING_CAP + 1) + "deep",
        "<blockquote>" * 5_000,
        "<br>" * (richtext.TAG_CAP + 1),
        "<b></b>" * 1_001,
        "<BLOCKQUOTE>" * 30,
        "</b>" * 2_001,
    ],
    ids=["long", "deep", "deeper", "many breaks", "many tags", "capitals", "closing"],
)
def test_what_is_too_much_is_refused_before_anything_parses_it(markup, monkeypatch):
    parsed = []
    monkeypatch.setattr("nh3.clean", lambda *args, **kwargs: parsed.append("nh3"))
    monkeypatch.setattr("bleach.Cleaner", lambda *args, **kwargs: parsed.append("bleach"))

    with pytest.raises(TooMuch):
        clean(markup)

    assert not parsed


def test_the_worst_text_within_the_caps_is_cleaned_in_time():
    deep = "<blockquote>" * 19 + "<p>" + "word " * 3_000 + "</p>" + "</blockquote>" * 19
    wide = "<p><b>a</b> &amp; <i>b</i></p>" * 320

    started = time.process_time()
    clean(deep)
    clean(wide)

    assert time.process_time() - started < 1


def test_twenty_open_elements_are_not_too_much():
    markup = "<blockquote>" * 20 + "enough" + "</blockquote>" * 20

    assert "enough" in clean(markup).html


def test_plain_text_becomes_paragraphs_and_lines():
    assert from_plain("One\r\ntwo\r\n\r\n\r\nThree\n").html == "<p>One<br>two</p><p>Three</p>"


def test_plain_text_is_never_markup():
    found = from_plain("<b>not bold</b> & <script>alert(1)</script>")

    assert found.html == "<p>&lt;b&gt;not bold&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>"
    assert found.plain == "<b>not bold</b> & <script>alert(1)</script>"


def test_an_address_in_plain_text_becomes_a_link():
    found = from_plain("See https://example.org/a?b=1&c=2 for more.").html

    assert found == (
        '<p>See <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">'
        "https://example.org/a?b=1&amp;c=2</a> for more.</p>"
    )


def test_a_script_address_in_plain_text_is_no_link():
    assert "<a" not in from_plain("javascript:alert(1) and data:text/html,x").html


def test_many_addresses_and_at_characters_are_found_in_time():
    started = time.process_time()
    from_plain("a@" * 10_000)
    from_plain("www." * 5_000)
    from_plain("https://example.org/ " * 600)

    assert time.process_time() - started < 3


def test_nothing_typed_is_nothing_stored():
    assert from_plain(" \n\n \r\n").html == ""
    assert clean("<p></p><p><br></p>").plain == ""


def test_an_address_written_in_the_editor_becomes_a_link_unless_it_is_one():
    text = richtext.clean(
        '<p>See https://example.org/a?b=1&amp;c=2. And <a href="https://example.org/">example.org</a></p>'
    )

    assert text.html.count("<a ") == 2
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">' in text.html
    assert richtext.clean(text.html) == text


def test_a_text_of_nothing_but_addresses_stays_text():
    assert "<a " not in richtext.from_plain("http://a.de/ " * 1_500).html


def test_lines_with_a_quote_prefix_are_quoted_and_name_their_author():
    found = from_plain("Before\n> Ines (/posts/12/) wrote:\n>\n> one\n> two\n>\n> > three\nAfter\n> again")

    assert found.html == (
        '<p>Before</p><blockquote><p><a href="/posts/12/" rel="nofollow ugc noopener">Ines</a> wrote:</p>'
        "<p>one<br>two</p><blockquote><p>three</p></blockquote></blockquote><p>After</p>"
        "<blockquote><p>again</p></blockquote>"
    )
    assert clean(found.html) == found


@pytest.mark.parametrize(
    "words", [">5 mm", "a > b", " > not at the beginning", "->", ">>> print(1)", ">", "> ", "> \n>"]
)
def test_a_quote_prefix_without_text_is_no_quote(words):
    assert "blockquote" not in from_plain(words).html


def test_quotes_within_quotes_end_somewhere():
    assert from_plain("> " * 5_000 + "deep").html.count("<blockquote>") == plain_text.QUOTE_CAP


@pytest.mark.parametrize(
    "line",
    [
        "> <img src=x onerror=alert(1)> (/posts/1/) wrote:",
        '> "onclick="alert(1) (/posts/1/) wrote:',
        "> Ines (//evil.example/) wrote:",
        "> Ines (/\\evil.example/) wrote:",
        "> Ines (javascript:alert(1)/) wrote:",
        '> Ines (/posts/1/"onclick=alert(1)/) wrote:',
        "> Ines &lt;b&gt; (/posts/1/) wrote:",
        "> Ines (https://evil.example/) wrote:",
    ],
)
def test_a_quote_of_a_hostile_name_is_harmless(line):
    found = from_plain(line)

    assert clean(found.html) == found
    assert set(re.findall(r"<([a-z]+)", found.html)) <= {"blockquote", "p", "a"}
    assert set(re.findall(r"\s([a-z]+)=\"", "".join(re.findall(r"<[a-z][^>]*>", found.html)))) <= {"href", "rel"}
    hrefs = re.findall(r'href="([^"]*)"', found.html)
    assert all(href in ("/posts/1/", "https://evil.example/") for href in hrefs)


PERSONAL = {"joan": "/members/Joan/", "mo_runs-2": "/members/Mo_runs-2/"}


def test_names_become_links_and_cleaning_or_linking_again_changes_nothing():
    text = clean("<p>@Joan, <strong>@mo_runs-2</strong> and @nobody. (@JOAN)</p><blockquote><p>@Joan</p></blockquote>")

    linked = richtext.link_names(text, PERSONAL)

    assert linked.html == (
        '<p><a href="/members/Joan/" rel="nofollow ugc noopener">@Joan</a>, <strong>'
        '<a href="/members/Mo_runs-2/" rel="nofollow ugc noopener">@mo_runs-2</a></strong> and @nobody. '
        '(<a href="/members/Joan/" rel="nofollow ugc noopener">@JOAN</a>)</p><blockquote><p>@Joan</p></blockquote>'
    )
    assert clean(linked.html) == linked == richtext.link_names(linked, PERSONAL)
    assert richtext.names_in(linked.html) == {"joan", "mo_runs-2", "nobody"} == richtext.names_in(text.html)
    assert richtext.link_names(linked, {}).html == text.html


@pytest.mark.parametrize(
    "address", ['/x/"onclick="alert(1)/', "/x/<script>/", "javascript:alert(1)", "//evil.example/"]
)
def test_a_hostile_address_of_a_name_runs_nothing(address):
    linked = richtext.link_names(clean("<p>@Joan</p>"), {"joan": address})

    assert clean(linked.html) == linked
    assert set(re.findall(r"<([a-z]+)", linked.html)) <= {"p", "a"}
    assert not re.search(r"<[^>]*\sonclick=|javascript:", linked.html)


def test_a_text_that_mention_links_would_make_too_long_has_them_as_words():
    text = from_plain("@Joan " * 5_000)

    assert richtext.link_names(text, PERSONAL).html == text.html


def test_many_quote_prefixes_and_quotes_are_parsed_in_time():
    started = time.process_time()
    from_plain("> a\n\n" * 300)
    from_plain(">\n" * 10_000)
    from_plain("> " + "( " * 9_000)
    richtext.names_in("<p>" + "@Joan_" * 5_000 + "</p>")

    assert time.process_time() - started < 3
