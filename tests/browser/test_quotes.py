"""Quoting a post or part of it: with the mouse, with the keyboard alone, and without script."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.composing.composer_text import composer_text
from community.core.text.richtext import clean
from community.forum.models import Post, Thread
from community.forum.quoting import quoted
from community.members.models import Member
from tests.acts import reply
from tests.browser.posts import more_of
from tests.browser.watched import Watched

Windows = Callable[..., Page]
SELECT = """(body, words) => {
    const text = body.querySelector("p").firstChild;
    const from = text.data.indexOf(words);
    getSelection().setBaseAndExtent(text, from, text, from + words.length);
}"""


@pytest.fixture
def post(thread: Thread, maria: Member) -> Post:
    """The post to quote."""
    return reply(thread, maria, "I asked for one named nurse. It helped a little.")


def box(page: Page) -> Any:
    return page.locator("textarea[name=body]")


def editor(page: Page) -> Any:
    return page.locator("[contenteditable]")


def article(page: Page, words: str) -> Any:
    return page.locator("article").filter(has_text=words).first


def quote(page: Page, words: str) -> Any:
    return more_of(article(page, words)).get_by_role("link", name="Quote")


def in_quote(post: Post, words: str) -> str:
    return (
        f'<blockquote><p><a href="/posts/{post.pk}/" rel="nofollow ugc noopener">Maria</a> wrote:</p>'
        f"<p>{words}</p></blockquote>"
    )


def test_selected_text_is_quoted_in_the_editor_and_writing_goes_on_below(
    page_of: Windows, thread: Thread, post: Post, ines: Member
) -> None:
    page = page_of(ines)
    watched = Watched(page)
    page.goto(thread.get_absolute_url())
    article(page, "named nurse").locator(".body").evaluate(SELECT, "one named nurse")

    quote(page, "named nurse").click()

    expect(editor(page)).to_be_focused()
    page.keyboard.type("Me too.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".post .body").last).to_contain_text("Me too.")
    assert Post.objects.get(author=ines).html == in_quote(post, "one named nurse") + "<p>Me too.</p>"
    assert watched.complaints == []


@pytest.mark.long
def test_a_second_quote_comes_below_what_is_typed_already(
    page_of: Windows, thread: Thread, post: Post, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    box(page).focus()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("My own words")

    quote(page, "named nurse").focus()
    page.keyboard.press("Enter")

    expect(editor(page)).to_be_focused()
    page.keyboard.type("Thank you.")
    expect(box(page)).to_have_value(
        f"My own words\n\n> Maria (/posts/{post.pk}/) wrote:\n>\n> I asked for one named nurse. It helped a little."
        "\n\nThank you."
    )


@pytest.mark.long
def test_where_quoting_cannot_be_fetched_the_link_leads_to_the_box_with_the_words(
    page_of: Windows, thread: Thread, post: Post, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    page.route("**/composer/quote.*", lambda route: route.abort())

    quote(page, "named nurse").click()

    expect(page).to_have_url(re.compile(f"[?]page=last&quote={post.pk}#id_body$"))
    expect(box(page)).to_have_value(re.compile("I asked for one named nurse"))


def test_in_a_plain_box_a_quote_is_lines_with_a_prefix(
    page_of: Windows, thread: Thread, post: Post, ines: Member
) -> None:
    Member.objects.filter(pk=ines.pk).update(plain_box=True)
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    box(page).fill("My own words")

    quote(page, "named nurse").click()

    expect(box(page)).to_be_focused()
    page.keyboard.type("Thank you.")
    expect(box(page)).to_have_value(
        f"My own words\n\n> Maria (/posts/{post.pk}/) wrote:\n>\n> I asked for one named nurse. It helped a little."
        "\n\nThank you."
    )
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".post .body").last).to_contain_text("Thank you.")
    words = in_quote(post, "I asked for one named nurse. It helped a little.")
    assert Post.objects.get(author=ines).html == f"<p>My own words</p>{words}<p>Thank you.</p>"


@pytest.mark.long
def test_switching_to_plain_text_and_back_preserves_the_quote(
    page_of: Windows, thread: Thread, post: Post, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    quote(page, "named nurse").click()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Yes")
    page.get_by_role("button", name="Plain text").click()
    box(page).press("Control+End")
    page.keyboard.type(".")

    page.get_by_role("button", name="Use bold, lists and links").click()

    expect(editor(page).locator("blockquote a")).to_have_attribute("href", post.get_absolute_url())
    expect(editor(page).locator("> p")).to_have_text("Yes.")


@pytest.mark.long
def test_without_script_the_quote_is_in_the_box(page_of: Windows, thread: Thread, post: Post, ines: Member) -> None:
    page = page_of(ines, java_script_enabled=False)
    page.goto(thread.get_absolute_url())
    quote(page, "named nurse").click()
    expect(page.get_by_text("Replying to Maria, 2.")).to_be_visible()
    quote_text = f"{composer_text(quoted(post), rich=True).plain}\n\n"
    expect(box(page)).to_have_value(quote_text)

    box(page).fill(f"{quote_text}Dear @maria, me too.")
    page.get_by_role("button", name="Post reply").click()

    expect(page.locator(".post .body").last.get_by_role("link", name="@maria")).to_be_visible()
    found = Post.objects.get(author=ines)
    assert found.answers == post
    assert found.html.startswith(in_quote(post, "I asked for one named nurse. It helped a little."))
    page.locator(".post .body").last.get_by_role("link", name="Maria", exact=True).click()
    expect(page).to_have_url(re.compile(f"#post-{post.pk}$"))


STRUCTURED = (
    '<p>I <strong>asked</strong> for <a href="https://example.org/docs/nurse.pdf">nurse.pdf</a>:</p>'
    "<ol><li><p>sleep</p></li><li><p>long walks</p></li></ol><blockquote><p>Rest.</p></blockquote><p>It<br>helped.</p>"
)
RANGE = """([body, from, to]) => {
    const texts = document.createNodeIterator(body, NodeFilter.SHOW_TEXT);
    let [start, end] = [null, null];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        if (!start && node.data.includes(from)) start = [node, node.data.indexOf(from)];
        if (node.data.includes(to)) end = [node, node.data.indexOf(to) + to.length];
    }
    getSelection().setBaseAndExtent(...start, ...end);
}"""


@pytest.mark.parametrize("plain_box", [False, True])
@pytest.mark.parametrize(
    ("first", "last", "expected", "plain"),
    [
        (
            *("", ""),
            STRUCTURED.replace("<blockquote><p>Rest.</p></blockquote>", ""),
            "> I asked for nurse.pdf (https://example.org/docs/nurse.pdf):\n>\n> 1. sleep\n> 2. long walks\n>\n"
            "> It\n> helped.",
        ),
        ("sleep", "long", "<ol><li><p>sleep</p></li><li><p>long</p></li></ol>", "> 1. sleep\n> 2. long"),
        ("walks", "walks", "<p>walks</p>", "> walks"),
        ("Rest", "Rest.", "<blockquote><p>Rest.</p></blockquote>", "> > Rest."),
        (
            *("walks", "It"),
            "<ol><li><p>walks</p></li></ol><blockquote><p>Rest.</p></blockquote><p>It</p>",
            "> 1. walks\n>\n> > Rest.\n>\n> It",
        ),
        ("sked", "sked", "<p><strong>sked</strong></p>", "> sked"),
    ],
)
def test_a_quote_has_the_structure_of_what_is_quoted(
    page_of: Windows,
    thread: Thread,
    post: Post,
    ines: Member,
    plain_box: bool,
    first: str,
    last: str,
    expected: str,
    plain: str,
) -> None:
    text = clean(STRUCTURED)
    Post.objects.filter(pk=post.pk).update(html=text.html, plain=text.plain)
    Member.objects.filter(pk=ines.pk).update(plain_box=plain_box)
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    if first:
        body = article(page, "asked").locator(".body").element_handle()
        page.evaluate(RANGE, [body, first, last])

    quote(page, "asked").click()

    expect(box(page)).to_have_value(f"> Maria (/posts/{post.pk}/) wrote:\n>\n{plain}\n\n")
    if not plain_box:
        html = editor(page).evaluate("node => node.editor.getHTML()")
        assert html == f'<blockquote><p><a href="/posts/{post.pk}/">Maria</a> wrote:</p>{expected}</blockquote><p></p>'
