"""Quoting part of a post, and mentioning somebody: with the mouse, with the keyboard alone, and without script."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from community.composing.composer_text import composer_text
from community.core.text.richtext import clean
from community.forum.models import Post, Thread
from community.forum.quoting import quoted
from community.members.models import Member
from tests.acts import make_member, reply
from tests.browser.watched import Watched

Windows = Callable[..., Page]
SELECT = """(body, words) => {
    const text = body.querySelector("p").firstChild;
    const from = text.data.indexOf(words);
    getSelection().setBaseAndExtent(text, from, text, from + words.length);
}"""

CARET = """async address => {
    const { caretRectangle } = await import(address);
    return caretRectangle(document.querySelector("[contenteditable]") ?? document.querySelector("textarea[name=body]"));
}"""
TYPED = """async texts => {
    const { typedName } = await import(document.querySelector("[data-people]").dataset.helper);
    return texts.map(text => typedName(text) ?? null);
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
    return article(page, words).get_by_role("link", name="Quote")


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


def test_where_quoting_cannot_be_fetched_the_link_leads_to_the_box_with_the_words(
    page_of: Windows, thread: Thread, post: Post, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    page.route("**/composer/quote.*", lambda route: route.abort())

    quote(page, "named nurse").click()

    expect(page).to_have_url(re.compile(f"[?]page=last&quote={post.pk}#reply$"))
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


def test_without_script_the_quote_is_in_the_box(page_of: Windows, thread: Thread, post: Post, ines: Member) -> None:
    page = page_of(ines, java_script_enabled=False)
    page.goto(thread.get_absolute_url())
    quote(page, "named nurse").click()
    expect(page.get_by_text("You are answering Maria, 2.")).to_be_visible()
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


@pytest.mark.parametrize("plain_box", [False, True])
def test_a_name_is_chosen_with_the_keys_alone(
    page_of: Windows, thread: Thread, ines: Member, joan: Member, plain_box: bool
) -> None:
    reply(thread, make_member("Josefa"))
    Member.objects.filter(pk=ines.pk).update(plain_box=plain_box)
    page = page_of(ines)
    watched = Watched(page)
    page.goto(thread.get_absolute_url())
    box(page).focus()
    field = box(page) if plain_box else editor(page)
    expect(field).to_be_focused()
    page.keyboard.type("Dear @jo")
    people = page.get_by_role("listbox", name="People").get_by_role("option")

    expect(people).to_have_text(["Josefa", "Joan"])
    expect(page.get_by_text("2 people. Choose with the arrow keys and Enter.")).to_be_attached()
    page.keyboard.press("ArrowUp")
    expect(people.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "person-1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(people.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(people).to_have_count(0)
    expect(field).to_be_focused()
    page.keyboard.type("hello")
    expect(box(page)).to_have_value("Dear @Joan hello")
    page.keyboard.type(" @jo")
    expect(people).to_have_count(2)
    page.keyboard.press("Escape")
    expect(people).to_have_count(0)
    expect(field).not_to_have_attribute("aria-controls", "people")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator(".post .body").last.get_by_role("link", name="@Joan")).to_be_visible()
    assert joan.notifications.filter(kind="mentioned").count() == 1
    assert watched.complaints == []


@pytest.mark.parametrize("plain_box", [False, True])
@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_the_first_name_is_selected_and_one_key_takes_it(
    page_of: Windows, thread: Thread, ines: Member, joan: Member, plain_box: bool, key: str
) -> None:
    Member.objects.filter(pk=ines.pk).update(plain_box=plain_box)
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    box(page).focus()
    field = box(page) if plain_box else editor(page)
    expect(field).to_be_focused()
    page.keyboard.type("One\n\u00a1@mar")
    options = page.get_by_role("listbox", name="People").get_by_role("option")

    expect(options).to_have_text(["Maria"])
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "person-0")
    page.keyboard.press(key)
    expect(field).to_be_focused()
    page.keyboard.type("hi! ...@jo")
    expect(options).to_have_text(["Joan"])
    page.keyboard.type("anna")  # the list may still be there
    page.keyboard.press("Enter")
    page.keyboard.type("two @ma")
    expect(options).to_have_text(["Maria"])
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.type("r @jo")  # closed with Escape, it stays closed for this name
    expect(options).to_have_text(["Joan"])

    assert not any(url.endswith("q=mar") for url in asked)
    assert re.sub(r"\n+", "\n", box(page).input_value()) == "One\n\u00a1@Maria hi! ...@joanna\ntwo @mar @jo"


@pytest.mark.parametrize("plain_box", [False, True])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 640)])
@pytest.mark.parametrize("lines", [0, 14])
def test_the_list_of_names_is_at_the_caret_and_covers_no_line_that_is_written(
    page_of: Windows, thread: Thread, ines: Member, plain_box: bool, width: int, height: int, lines: int
) -> None:
    for name in ("Marga", "Marta", "Marion"):
        make_member(name)
    Member.objects.filter(pk=ines.pk).update(plain_box=plain_box)
    page = page_of(ines, viewport={"width": width, "height": height})
    page.goto(thread.get_absolute_url())
    box(page).focus()
    expect(box(page) if plain_box else editor(page)).to_be_focused()
    page.keyboard.type("w\n" * lines + "Dear @mar")

    people = page.get_by_role("listbox", name="People")
    expect(people).to_be_in_viewport(ratio=0.99)
    caret = page.evaluate(CARET, page.locator("[data-people]").get_attribute("data-caret"))
    found = people.bounding_box()
    assert found
    below, above = found["y"] - caret["bottom"], caret["top"] - (found["y"] + found["height"])
    assert 0 <= max(below, above) <= 8, (caret, found)
    assert found["x"] >= 0
    assert found["x"] + found["width"] <= width
    if width > 1000:
        assert abs(found["x"] - caret["left"]) < 8, (caret, found)


def test_a_name_is_offered_where_the_server_links_one(page_of: Windows, thread: Thread, ines: Member) -> None:
    cases = json.loads((Path(__file__).parents[1] / "core/mentions.json").read_text())
    page = page_of(ines)
    page.goto(thread.get_absolute_url())

    typed = page.evaluate(TYPED, [f"{before}@Jo" for before, *_ in cases])

    assert typed == ["Jo" if begins else None for _before, _after, begins, _linked in cases]


def test_a_name_that_was_typed_before_help_came_is_found_too(
    page_of: Windows, thread: Thread, ines: Member, joan: Member
) -> None:
    Member.objects.filter(pk=ines.pk).update(plain_box=True)
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    held: list[Route] = []
    page.route("**/composer/listbox.*", lambda route: held.append(route))
    with page.expect_request("**/composer/listbox.*"):
        box(page).focus()
    page.keyboard.type("Dear @jo")

    held[0].continue_()

    expect(page.get_by_role("listbox", name="People").get_by_role("option")).to_have_text(["Joan"])


def test_a_name_is_chosen_with_a_finger_on_a_small_screen(
    page_of: Windows, thread: Thread, ines: Member, joan: Member
) -> None:
    for name in ("Johanna", "Josefa", "Jolanda", "Joyce", "Jocelyn"):
        make_member(name)
    page = page_of(ines, viewport={"width": 360, "height": 340}, has_touch=True, is_mobile=True)
    page.goto(thread.get_absolute_url())
    box(page).tap()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("@jo")
    people = page.get_by_role("listbox", name="People")

    expect(people.get_by_role("option")).to_have_count(6)
    expect(people).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    people.get_by_role("option", name="Joan").tap()

    expect(box(page)).to_have_value("@Joan ")
    expect(editor(page)).to_be_focused()


def test_a_name_stays_a_link_when_its_post_is_edited(
    page_of: Windows, thread: Thread, ines: Member, joan: Member
) -> None:
    post = reply(thread, ines, "Dear @Joan")
    page = page_of(ines)
    page.goto(f"/posts/{post.pk}/edit/")
    expect(editor(page).get_by_role("link", name="@Joan")).to_be_attached()
    page.get_by_text("Your post", exact=True).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" and all")

    page.get_by_role("button", name="Save changes").click()

    expect(page.get_by_text("Your changes are saved.")).to_be_visible()
    post.refresh_from_db()
    assert post.html == '<p>Dear <a href="/members/Joan/" rel="nofollow ugc noopener">@Joan</a> and all</p>'
    assert joan.notifications.filter(kind="mentioned").count() == 1
