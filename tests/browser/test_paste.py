"""Text that is pasted from word processors, e-mail and web pages keeps what a post may have, and nothing else.

tests/composing/pasted/ has what these programs put into the clipboard, written after them, and what becomes of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from community.core.text.richtext import clean
from community.forum.models import Thread
from community.members.models import Member
from tests.browser.test_composer import PASTE, editor, write
from tests.browser.watched import Watched

Windows = Callable[..., Page]
FILES = Path(__file__).parents[1] / "composing/pasted"
NAMES = sorted(path.name.removesuffix(".expected.html") for path in FILES.glob("*.expected.html"))
# CSS of single elements, and what becomes of them.
STYLED = {
    '<b style="mso-bidi-font-weight:normal">x</b>': "<p><strong>x</strong></p>",
    '<span style="mso-bidi-font-weight:bold">x</span>': "<p>x</p>",
    '<span style="FONT-WEIGHT : Bold !important">x</span>': "<p><strong>x</strong></p>",
    "<span style='font:bold 12px \"A;font-weight:normal\"'>x</span>": "<p><strong>x</strong></p>",
    '<span style="font-weight:normal;font-weight:800">x</span>': "<p><strong>x</strong></p>",
    '<span style="/* font-weight:bold */ color:red">x</span>': "<p>x</p>",
    '<span style="background:url(font-weight:bold)">x</span>': "<p>x</p>",
    '<b><span style="font-weight:400">x</span></b>': "<p>x</p>",
    '<div style="font-weight:bold"><p>x</p></div>': "<p><strong>x</strong></p>",
    '<p style="font-weight:bold">x <span style="font-weight:normal">y</span></p>': "<p><strong>x </strong>y</p>",
    '<i style="font-style:normal">x</i>': "<p>x</p>",
    '<span style="font-style:oblique 10deg">x</span>': "<p><em>x</em></p>",
    '<span style="text-decoration:underline line-through">x</span>': "<p><s>x</s></p>",
    '<span style="text-decoration-line:line-through">x</span>': "<p><s>x</s></p>",
    '<span style="text-decoration-style:solid">x</span>': "<p>x</p>",
    '<style>.a{font-weight:bold} @media print {.b{font-weight:bold}}</style><i class="a">x</i><u class="b">y</u>': (
        "<p><strong><em>x</em></strong>y</p>"
    ),
    '<style>@import "https://example.org/x"; p > b.c {font-weight:normal}</style><p><b class="c">x</b></p>': "<p>x</p>",
    '<span style="display:none">x</span>y': "<p>y</p>",
    '<p><!--[if !supportLists]--><span style="mso-list : Ignore">x</span><!--[endif]-->y</p>': "<p>xy</p>",
    '<p class="MsoListParagraph">1.&nbsp;&nbsp;&nbsp;x</p><p class="MsoListParagraph">2.&nbsp;&nbsp;&nbsp;y</p>': (
        "<ol><li><p>x</p></li><li><p>y</p></li></ol>"
    ),
    "<p>•\tx</p><p>•\ty</p><p>z</p>": "<ul><li><p>x</p></li><li><p>y</p></li></ul><p>z</p>",
    "<p>- x</p><p>5. May</p>": "<p>- x</p><p>5. May</p>",
    "a<br>b<br><br><br>c": "<p>a<br>b</p><p>c</p>",
    "<div>a</div><div>b</div>": "<p>a<br>b</p>",
    "<p>a&nbsp; b</p>": "<p>a b</p>",
    "<ul><li>a</li></ul><ul><li>b</li></ul>": "<ul><li><p>a</p></li></ul><ul><li><p>b</p></li></ul>",
    "<blockquote>" * 30 + "deep" + "</blockquote>" * 30: "<blockquote>" * 5 + "<p>deep</p>" + "</blockquote>" * 5,
    "<table><tr><td>a</td><td><ul><li>b</li></ul></td></tr></table>": "<p>a</p><ul><li><p>b</p></li></ul>",
}
EMOJI = ("👍🏽", "🇪🇸", "1️⃣", "#⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👩🏾‍🤝‍👨🏻", "❤️")


def word(level: int, label: str, words: str) -> str:
    """An item of a list as Word writes it."""
    spaces = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"
    return (
        f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'>"
        f"<span style='mso-list:Ignore'>{label}{spaces}</span>{words}</p>"
    )


# What is easily lost or misread, by kind, and what becomes of it.
MEANING = {
    "raised and lowered figures": {
        "<p>neutrophils 1.5 x 10<sup>9</sup>/L and CO<sub>2</sub></p>": "<p>neutrophils 1.5 x 10⁹/L and CO₂</p>",
        '<p>10<span style="font-size:0.6em;vertical-align:super">-3</span></p>': "<p>10⁻³</p>",
        "<p>10<sup><b>9</b></sup>, Ca<sup>2+</sup>, x<sup>(n-1)</sup></p>": (
            "<p>10<strong>⁹</strong>, Ca²⁺, x⁽ⁿ⁻¹⁾</p>"
        ),
        "<p>10<sup>9/L</sup> 10<sup>9/mm3</sup> HbA<sub>1c</sub></p>": "<p>10⁹/L 10⁹/mm3 HbA₁c</p>",
        "<p>the 1<sup>st</sup> and 2<sup>nd</sup>, la 3<sup>a</sup>, T<sub>max</sub></p>": (
            "<p>the 1st and 2nd, la 3ª, Tmax</p>"
        ),
        "<p>true<sup><a><span>[</span>1<span>]</span></a></sup></p>": "<p>true[1]</p>",
        '<p data-pm-slice="1 1 []">10<sup>9</sup></p>': "<p>10⁹</p>",
        '<td style="vertical-align:top">5</td><span style="vertical-align:baseline">6</span>': "<p>56</p>",
    },
    "comments of a document": {
        "<p>It <a style='mso-comment-reference:MH_1;mso-comment-date:20260101T1200'>hurts</a><span "
        "class=MsoCommentReference><span style='font-size:8.0pt'><![if !supportAnnotations]><a class=msocomanchor "
        "id='_anchor_1' href='#_msocom_1' name='_msoanchor_1'>[MH1]</a><![endif]><span style='mso-special-character:"
        "comment'>&nbsp;</span></span></span> here.</p><div style='mso-element:comment-list'><![if "
        "!supportAnnotations]><hr class=msocomoff><![endif]><div style='mso-element:comment'><div id='_com_1' "
        "class=msocomtxt><p class=MsoCommentText><a href='#_msoanchor_1' class=msocomoff>[MH1]</a>Not to Ed</p></div>"
        "</div></div>": "<p>It hurts here.</p>",
        "<p>x<a class=msocomanchor href='#_msocom_2'>[MH2]</a></p><div class=msocomtxt>y</div>": "<p>x</p>",
        "<p class=MsoCommentText>a comment alone</p>": "<p>a comment alone</p>",
        '<p>x<sup><a href="#cmnt1">[a]</a></sup></p><div><p><a href="#cmnt_ref1">[a]</a><span>y</span></p></div>': (
            "<p>x</p>"
        ),
    },
    "numbers of lists": {
        '<ol start="4"><li>four</li><li><b>five</b></li></ol>': "<p>4. four<br>5. <strong>five</strong></p>",
        '<ol><li>one</li><li value="7">seven</li><li>eight</li></ol>': "<p>1. one<br>7. seven<br>8. eight</p>",
        '<ol type="a" start="3"><li>x</li></ol><ol start="2" style="list-style-type:upper-roman"><li>y</li></ol>': (
            "<p>c. x</p><p>II. y</p>"
        ),
        "<ol reversed><li>two</li><li>one</li></ol>": "<p>2. two<br>1. one</p>",
        '<ol start="4"><li><p>four</p><p>more</p><ul><li>inner</li></ul></li><li>five</li></ol><ol><li>x</li></ol>': (
            "<p>4. four</p><p>more</p><ul><li><p>inner</p></li></ul><p>5. five</p><ol><li><p>x</p></li></ol>"
        ),
        '<ul><li>a<ol start="2"><li>b</li></ol></li></ul>': "<ul><li><p>a</p><p>2. b</p></li></ul>",
        '<ol type="a"><li>x</li><li>y</li></ol>': "<ol><li><p>x</p></li><li><p>y</p></li></ol>",
        # A list of one item that another goes on from.
        '<ol><li>How?</li></ol><p>So.</p><ol start="2"><li>Why?</li></ol>': "<p>1. How?</p><p>So.</p><p>2. Why?</p>",
        word(1, "4.", "four") + "<p>between</p>" + word(1, "5.", "five"): "<p>4. four</p><p>between</p><p>5. five</p>",
        word(1, "1.", "a") + word(2, "1.1.", "b") + word(2, "1.2.", "c") + word(1, "2.", "d"): (
            "<ol><li><p>a</p><p>1.1. b<br>1.2. c</p></li><li><p>d</p></li></ol>"
        ),
        word(1, "1.", "a") + word(2, "a)", "b") + word(2, "b)", "c") + word(1, "2.", "d"): (
            "<ol><li><p>a</p><ol><li><p>b</p></li><li><p>c</p></li></ol></li><li><p>d</p></li></ol>"
        ),
        word(1, "1.", "a") + word(1, "2.", "b") + word(1, "1.", "c"): (
            "<ol><li><p>a</p></li><li><p>b</p></li></ol><ol><li><p>c</p></li></ol>"
        ),
        word(1, "h.", "a") + word(1, "i.", "b"): "<p>h. a<br>i. b</p>",
        word(1, "Step 1:", "a") + word(1, "Step 2:", "b"): "<p>Step 1: a<br>Step 2: b</p>",
        "<p>3)\tx</p><p>4)\ty</p>": "<p>3) x<br>4) y</p>",
        "<p>1.\ta</p><p>1.1.\tb</p><p>2.\tc</p>": "<p>1. a</p><p>1.1. b</p><p>2. c</p>",
    },
    "lists in items of their own": {
        '<ul><li>a</li><li style="list-style-type:none"><ul><li>b</li></ul></li></ul>': (
            "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"
        ),
        "<ul><li>a</li><li>\n<p>&nbsp;</p><ul><li>b</li></ul></li><li><ul><li>c</li></ul></li><li>d</li></ul>": (
            "<ul><li><p>a</p><ul><li><p>b</p></li><li><p>c</p></li></ul></li><li><p>d</p></li></ul>"
        ),
        "<ol><li>a</li><li><ol><li>b</li></ol></li><li>c</li></ol>": (
            "<ol><li><p>a</p><ol><li><p>b</p></li></ol></li><li><p>c</p></li></ol>"
        ),
        "<ul><li><ul><li>b</li></ul></li><li>a</li></ul>": "<ul><li><p>b</p></li><li><p>a</p></li></ul>",
        "<ul><li><ul><li>b</li></ul><ol><li>c</li></ol></li><li></li><li>d</li></ul>": (
            "<ul><li><p>b</p><ol><li><p>c</p></li></ol></li><li><p></p></li><li><p>d</p></li></ul>"
        ),
        "<ul><ul><li>b</li></ul><li>a</li></ul>": "<ul><li><p>b</p></li><li><p>a</p></li></ul>",
    },
    "pictures of emoji": {
        "".join(f'<img src="x.png" alt="{emoji}">' for emoji in EMOJI): f"<p>{''.join(EMOJI)}</p>",
        '<img src="x.png" alt="12"><img src="x.png" alt="#"><img src="x.png" alt="Scan 3">x': "<p>x</p>",
    },
    "captions and headings of parts": {
        "<table><caption>My <b>week</b></caption><tr><td>Mon</td><td>tired</td></tr></table>": (
            "<p>My <strong>week</strong></p><p>Mon | tired</p>"
        ),
        "<table><caption>Layout</caption><tr><td>one</td></tr></table>": "<p>Layout</p><p>one</p>",
        "<details><summary>Sum</summary>body</details>": "<p>Sum</p><p>body</p>",
        "<fieldset><legend>Leg</legend>body</fieldset>": "<p>Leg</p><p>body</p>",
    },
    "quotation marks": {
        "<p>They said <q>rest, as <q>we</q> do</q>.</p>": "<p>They said “rest, as \u2018we\u2019 do”.</p>",
        "<p><q>'tis</q><q></q></p>": "<p>“'tis”“”</p>",
        "<p><q>“Rest”</q> <q><b>«Ya»</b></q></p>": "<p>“Rest” <strong>«Ya»</strong></p>",
    },
    "a tag with a sign in its title": {
        '<a title="a>b" style="font-weight:bold">x</a>': "<p><strong>x</strong></p>",
        "<a title='a<b>c' onclick='alert(1)' style='font-weight:bold'>x</a>": "<p><strong>x</strong></p>",
        '<!-- <a title=" --><b style="font-weight:normal">x</b><!--> <i style="font-style:normal">y</i>': "<p>x y</p>",
        '5 < 6 <b class="x"style="font-weight:normal">x</b> a="1 <b style="font-weight:normal">y</b>': (
            '<p>5 &lt; 6 x a="1 y</p>'
        ),
        '<a href="https://example.org/?a= style=b">x</a>': '<p><a href="https://example.org/?a= style=b">x</a></p>',
    },
    "line breaks that are kept": {
        '<div style="white-space-collapse: preserve">one\ntwo</div>': "<p>one<br>two</p>",
        '<span style="white-space-collapse: preserve-breaks">one\ntwo</span>': "<p>one<br>two</p>",
        '<span style="white-space: break-spaces">one\ntwo</span>': "<p>one<br>two</p>",
        '<span style="white-space-collapse: collapse">one\ntwo</span>': "<p>one two</p>",
        '<pre style="white-space-collapse: collapse">one\ntwo</pre>': "<p>one two</p>",
    },
}
ALL = """htmls => htmls.map(html => {
    const field = document.querySelector("[contenteditable]");
    field.editor.commands.setContent("");
    field.editor.commands.focus();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    return field.editor.getHTML().replace(/<p><\\/p>$/, "");
})"""


@pytest.fixture
def page(page_of: Windows, thread: Thread, ines: Member) -> Page:
    """A page with the editor."""
    found = page_of(ines)
    found.goto(thread.get_absolute_url())
    write(found).evaluate(PASTE, "<p>first</p>")
    expect(editor(found)).to_have_text("first")  # the modules for pasting are loaded
    found.keyboard.press("Control+a")
    found.keyboard.press("Delete")
    return found


def test_what_programs_put_into_the_clipboard_has_the_same_structure(page: Page) -> None:
    watched = Watched(page)
    found = page.evaluate(ALL, [(FILES / f"{name}.html").read_text() for name in NAMES])

    wanted = [(FILES / f"{name}.expected.html").read_text().replace("\n", "") for name in NAMES]
    assert dict(zip(NAMES, found, strict=True)) == dict(zip(NAMES, wanted, strict=True))
    for html in found:
        assert clean(html).html.replace(' rel="nofollow ugc noopener"', "") == html
    assert watched.complaints == []


@pytest.mark.long
def test_styles_are_read_as_css(page: Page) -> None:
    watched = Watched(page)
    found = page.evaluate(ALL, list(STYLED))

    assert dict(zip(STYLED, found, strict=True)) == STYLED
    assert watched.complaints == []


@pytest.mark.parametrize("kind", MEANING)
def test_pasted_words_mean_what_they_meant(page: Page, kind: str) -> None:
    watched = Watched(page)
    found = page.evaluate(ALL, list(MEANING[kind]))

    assert dict(zip(MEANING[kind], found, strict=True)) == MEANING[kind]
    assert watched.complaints == []


@pytest.mark.long
def test_words_are_pasted_into_the_middle_of_a_line(page: Page) -> None:
    page.keyboard.type("one three")
    for _letter in "three":
        page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => document.querySelector('[contenteditable]').editor.state.selection.from === 5")

    editor(page).evaluate(PASTE, '<meta charset="utf-8"><span style="font-weight:700">two</span>')

    assert editor(page).inner_text() == "one twothree"
