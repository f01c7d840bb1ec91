"""A text goes from the rich editor to the plain box and back: the server and the scripts convert it alike."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.composing.composer_text import composer_text
from community.core.text.addresses import find_addresses
from community.core.text.richtext import clean, from_plain
from community.forum.models import Post, Thread
from community.members.models import Member
from tests.acts import reply
from tests.browser.test_composer import box, editor, press, write
from tests.core.rich_texts import ROUND_TRIPS

Windows = Callable[..., Page]
FILES = Path(__file__).parents[1] / "core"
FIND = """async texts => {
    const { findAddresses } = await import(document.querySelector("template[data-editor]").dataset.moduleAddresses);
    return texts.map(text => findAddresses(text).map(({ from, to, href }) => [from, to, href]));
}"""
CONVERT = """async texts => {
    const { moduleToPlainText, plainText, moduleAddresses } = document.querySelector("template[data-editor]").dataset;
    const [{ toPlainText }, { toDocument }, { findAddresses }] =
        await Promise.all([moduleToPlainText, plainText, moduleAddresses].map(address => import(address)));
    const { editor } = document.querySelector("[contenteditable]");
    return texts.map(text => {
        editor.commands.setContent(text.html ?? toDocument(text.plain));
        return [toPlainText(editor.state.doc, findAddresses), editor.getHTML().replaceAll("<p></p>", "")];
    });
}"""
PIECES = [
    *(
        "https://example.org/a",
        "http://",
        "www.",
        "example",
        ".org",
        "mailto:",
        "name",
        "@",
        "/",
        "?",
        "#",
        ":",
        ".",
        "...",
    ),
    *(
        "\u2026",
        "\u2014",
        "\u2013",
        "--",
        "\u201c",
        "\u201d",
        "\u2018",
        "\u2019",
        "'",
        "s",
        "\u00a1",
        "\u00bf",
        "<",
        ">",
    ),
    *(
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        "!",
        " ",
        "\n",
        "\u00e9",
        "e\u0301",
        "\u00b7",
        "A",
        "1",
        "_",
        "&",
        "=",
        "%20",
    ),
    *("\U0001f60a", "(/posts/1/)", "\u05d0", "\u4e2d", "\u00b2", "\u2082", "\u00bd", "\u2163", "\u0663", "Email:"),
]


def in_script(text: str, at: int) -> int:
    """Convert an index to that of JavaScript, which counts UTF-16 units."""
    return len(text[:at].encode("utf-16-le")) // 2


def found_by_server(text: str) -> list[list[Any]]:
    return [[in_script(text, one.start), in_script(text, one.end), one.href] for one in find_addresses(text)]


def open_editor(page_of: Windows, thread: Thread, member: Member) -> Page:
    page = page_of(member)
    page.goto(thread.get_absolute_url())
    write(page)
    return page


def test_the_script_finds_the_addresses_that_the_server_links(page_of: Windows, thread: Thread, ines: Member) -> None:
    texts = [text for text, *_ in json.loads((FILES / "addresses.json").read_text())]
    dice = random.Random(12)  # noqa: S311 (the same texts in each run)
    texts += ["".join(dice.choices(PIECES, k=12)) for _ in range(3_000)]

    found = open_editor(page_of, thread, ines).evaluate(FIND, texts)

    assert found == [found_by_server(text) for text in texts]


@pytest.mark.long
def test_an_address_that_is_typed_is_shown_as_a_link_and_leads_where_its_text_says_after_a_change(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = open_editor(page_of, thread, ines)
    page.keyboard.type("\u00bfhttps://example.org/a? o\u2019brien@example.org\u2026 See (www.example.org)")
    links = editor(page).locator("a")
    expect(links).to_have_text(["https://example.org/a", "o\u2019brien@example.org", "www.example.org"])
    expect(links.nth(1)).to_have_attribute("href", "mailto:o'brien@example.org")
    press(page, "Post reply")
    press(page, "Post it as it is")  # there is an e-mail address in it
    expect(page.locator(".post .body").last.locator("a")).to_have_count(3)

    post = Post.objects.get(author=ines)
    page.goto(f"/posts/{post.pk}/edit/")
    expect(links).to_have_count(3)
    page.get_by_text("Your post", exact=True).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("/new")
    expect(links.last).to_have_attribute("href", "https://www.example.org/new")
    press(page, "Save changes")

    expect(page.get_by_text("Your changes are saved.")).to_be_visible()
    post.refresh_from_db()
    assert 'href="https://www.example.org/new"' in post.html
    assert 'href="https://www.example.org"' not in post.html


def test_the_script_writes_and_reads_plain_text_as_the_server_does(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    stored = [clean(markup).html for markup in ROUND_TRIPS]
    plain = [composer_text(html, rich=True).plain for html in stored]

    page = open_editor(page_of, thread, ines)
    written = page.evaluate(CONVERT, [{"html": html} for html in stored])
    read = page.evaluate(CONVERT, [{"plain": text} for text in plain])

    assert [text for text, _html in written] == plain
    assert [text for text, _html in read] == plain
    assert [clean(html).html for _text, html in read] == [from_plain(text).html for text in plain]


def test_switching_to_plain_text_and_typing_preserves_addresses_lists_and_quotes(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    post = reply(thread, ines)
    Post.objects.filter(pk=post.pk).update(html=clean(ROUND_TRIPS[0]).html, plain=clean(ROUND_TRIPS[0]).plain)
    page = page_of(ines)
    page.goto(f"/posts/{post.pk}/edit/")
    expect(editor(page)).to_be_visible()

    press(page, "Plain text")
    expect(box(page)).to_have_value(
        "See leaflet.pdf (https://example.org/docs/leaflet.pdf).\n\n- sleep\n- walks\n\n> Rest."
    )
    box(page).press("Control+End")
    page.keyboard.type(" Now.")
    press(page, "Use bold, lists and links")

    expect(editor(page).locator("a")).to_have_attribute("href", "https://example.org/docs/leaflet.pdf")
    expect(editor(page).locator("ul > li")).to_have_text(["sleep", "walks"])
    expect(editor(page).locator("blockquote")).to_have_text("Rest. Now.")


@pytest.mark.parametrize(
    ("typed", "back", "expected"),
    [
        ("- sleep\n- walks", 5, "- sleep\n- X walks"),
        ("- sleep\n- walks\n\nYes", 10, "- sleep\n- X walks\n\nYes"),
        ("> one\n> two", 3, "> one\n> X two"),
        ("One\ntwo", 0, "One\ntwoX "),
        ("1. a\n   - b\n2. c", 6, "1. a\n   - X b\n2. c"),
        ("\\> 50 mg", 2, "\\> 50 X mg"),
    ],
)
def test_the_caret_stays_where_it_was_when_the_editor_comes(
    page_of: Windows, thread: Thread, ines: Member, typed: str, back: int, expected: str
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    box(page).evaluate(
        "(box, [text, at]) => { box.value = text; box.setSelectionRange(at, at); }", [typed, len(typed) - back]
    )

    box(page).focus()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("X ")

    expect(box(page)).to_have_value(expected)
