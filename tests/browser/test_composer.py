"""The text box of a post: plain by default, a rich editor once it is focused, and no text is ever lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from playwright.sync_api import Page, Route, expect

from community.core.text import richtext
from community.forum.models import Post, Thread
from community.members.models import Member
from tests.acts import reply
from tests.browser.watched import Watched

Windows = Callable[..., Page]

EDITOR = {"django_prose_editor/editor", "css/editor"} | {
    f"js/composer/{name}"
    for name in (
        *("editor-swap", "rich-text", "plain-text", "to-plain-text", "caret-position", "addresses", "shown-links"),
        *("toolbar", "link"),
    )
}
HELPERS = {"js/keyboard", "js/local-drafts"} | {
    f"js/composer/{name}"
    for name in (
        *("character-count", "preview", "mention", "listbox", "quote", "quoted-part", "pictures"),
        *("draft", "draft-sync", "posted"),
    )
}
ENGINE = re.compile(r"/django_prose_editor/editor")
FORMATTED = "<p>It <strong>helped</strong> me.</p><ul><li><p>sleep</p></li><li><p>walks</p></li></ul>"
PASTED = (
    '<h1 style="color:red">Big</h1><p style="margin:9em" onclick="alert(1)">A <b style="font-size:90px">strong</b> '
    '<a href="javascript:alert(2)">bad</a> <a href="https://example.org" class="x" title="y">good</a></p>'
    '<p><b style="font-weight:normal">Not bold, <span style="font-weight:700">bold</span></b></p>'
    '<table><tr><td>cell</td></tr></table><img src="/x.png" onerror="alert(3)"><style>p{color:red}</style>'
)
# As browser events, since a headless browser has no reliable clipboard.
COPY = """node => {
    window.copied = new DataTransfer();
    node.dispatchEvent(new ClipboardEvent("copy", { clipboardData: copied, bubbles: true, cancelable: true }));
}"""
PASTE = """(node, html) => {
    const clipboardData = html ? new DataTransfer() : window.copied;
    if (html) clipboardData.setData("text/html", html);
    node.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def box(page: Page) -> Any:
    """The plain box."""
    return page.locator("textarea[name=body]")


def editor(page: Page) -> Any:
    """The rich editor, by its role and its label."""
    return page.get_by_role(
        "textbox", name=re.compile("^(Your reply|Your post|What would you like to say or ask.)$")
    ).and_(page.locator("[contenteditable]"))


def write(page: Page, text: str = "") -> Any:
    """Focus the box, wait for the editor, and type."""
    box(page).focus()
    expect(editor(page)).to_be_focused()
    page.keyboard.type(text)
    return editor(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def wait_until_chosen(page: Page, letters: int) -> None:
    """Wait until the editor's selection has this length: browsers report it a moment after the key."""
    page.wait_for_function(
        """letters => {
            const { state } = document.querySelector("[contenteditable]").editor;
            return state.doc.textBetween(state.selection.from, state.selection.to).length === letters;
        }""",
        arg=letters,
    )


def hold_back_the_editor(page: Page) -> list[Route]:
    """Delay the editor's file; the routes can be continued or aborted."""
    held: list[Route] = []
    page.route(ENGINE, lambda route: held.append(route))
    return held


@pytest.fixture
def post(thread: Thread, ines: Member) -> Post:
    """A formatted post of the member."""
    found = reply(thread, ines)
    Post.objects.filter(pk=found.pk).update(html=richtext.clean(FORMATTED).html, plain=richtext.clean(FORMATTED).plain)
    return found


def test_nothing_of_the_editor_loads_before_the_box_is_focused_and_200_kb_after(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    watched = Watched(page)
    page.goto(thread.get_absolute_url())
    page.wait_for_load_state("networkidle")
    before = dict(watched.files)
    assert any(name.startswith("js/composer.") for name in before)
    assert not [name for name in before if "prose" in name or "composer/" in name or "css/editor" in name]

    write(page, "Hello.")
    expect(page.locator("[data-draft]")).to_contain_text("Draft saved")

    others = (*before, "related")  # related discussions, which the page loads when it is scrolled near them
    loaded = {
        name: size
        for name, size in watched.files.items()
        if not any(other in name for other in others) and "://" not in name
    }
    assert {name.split(".")[0] for name in loaded} == EDITOR | HELPERS
    assert 0 < sum(loaded.values()) < 200_000
    assert watched.complaints == []


def test_a_formatted_reply_arrives_formatted(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    watched = Watched(page)
    page.goto(thread.get_absolute_url())

    write(page, "I felt ")
    page.keyboard.press("Control+b")
    page.keyboard.type("less alone")
    page.keyboard.press("Control+b")
    page.keyboard.type(" after *this* group.\n")
    press(page, "List")
    page.keyboard.type("one\ntwo\n\n")
    press(page, "Quote")
    page.keyboard.type("Take it slowly.")
    press(page, "Post reply")

    expect(page.locator(".post .body").last).to_contain_text("Take it slowly.")
    assert Post.objects.get(author=ines).html == (
        "<p>I felt <strong>less alone</strong> after *this* group.</p>"
        "<ul><li><p>one</p></li><li><p>two</p></li></ul><blockquote><p>Take it slowly.</p></blockquote>"
    )
    assert watched.complaints == []


@pytest.mark.long
def test_what_is_typed_while_the_editor_is_on_its_way_stays_with_the_caret(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    held = hold_back_the_editor(page)
    with page.expect_request(ENGINE):
        box(page).focus()
    page.keyboard.type("One line\nand more.\n\nNext  part.")
    for _step in range(len("part.")):
        page.keyboard.press("ArrowLeft")

    held[0].continue_()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("good ")

    expect(editor(page)).to_have_js_property("innerHTML", "<p>One line<br>and more.</p><p>Next  good part.</p>")
    expect(box(page)).to_have_value("One line\nand more.\n\nNext  good part.")


def test_without_the_editor_the_plain_box_works(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    page.route(ENGINE, lambda route: route.abort())

    with page.expect_event("requestfailed"):
        box(page).focus()
    page.keyboard.type("Plain words.\n\nAnd <b>more</b>.")
    press(page, "Post reply")

    expect(page.locator(".post .body").last).to_contain_text("And <b>more</b>.")
    assert Post.objects.get(author=ines).html == "<p>Plain words.</p><p>And &lt;b&gt;more&lt;/b&gt;.</p>"


def test_the_toolbar_is_one_stop_for_tab_and_arrows_lead_on(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, "Hello")
    bold = page.get_by_role("toolbar", name="Text style").get_by_role("button", name="Bold")

    page.keyboard.press("Shift+Tab")
    expect(bold).to_be_focused()
    for key, name in [("ArrowLeft", "Plain text"), ("ArrowRight", "Bold"), ("End", "Plain text"), ("Home", "Bold")]:
        page.keyboard.press(key)
        expect(page.get_by_role("button", name=name)).to_be_focused()
    expect(bold).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Enter")

    expect(editor(page)).to_be_focused()
    expect(bold).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("!")
    expect(editor(page).locator("strong")).to_have_text("!")
    page.keyboard.press("Tab")
    expect(editor(page)).not_to_be_focused()


@pytest.mark.long
def test_tab_leaves_a_list_too(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page)
    press(page, "Numbered list")
    page.keyboard.type("one\ntwo")

    page.keyboard.press("Tab")

    expect(editor(page)).not_to_be_focused()
    expect(editor(page)).to_have_js_property("innerHTML", "<ol><li><p>one</p></li><li><p>two</p></li></ol>")


def test_a_member_sets_and_removes_a_link_by_keyboard(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, "This page")
    for letters in range(1, 5):
        page.keyboard.press("Shift+ArrowLeft")
        wait_until_chosen(page, letters)
    address = page.get_by_label("Web or email address")

    page.keyboard.press("Control+k")
    expect(address).to_be_focused()
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("doesn’t look like an address")
    address.fill("example.org/help")
    page.keyboard.press("Enter")
    expect(editor(page)).to_be_focused()
    page.keyboard.type(", I mean.")
    expect(editor(page)).to_have_js_property(
        "innerHTML", '<p>This <a href="https://example.org/help">page</a>, I mean.</p>'
    )

    editor(page).get_by_role("link").click()
    expect(page.get_by_role("button", name="Link", exact=True)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+k")
    expect(address).to_have_value("https://example.org/help")
    press(page, "Remove link")
    expect(editor(page)).to_have_js_property("innerHTML", "<p>This page, I mean.</p>")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(editor(page)).to_be_focused()


def test_an_address_becomes_a_link_by_itself_and_a_missed_space_does_not(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())

    write(page, "I feel better.so see https://example.org/a today")

    expect(editor(page).get_by_role("link")).to_have_count(1)
    expect(editor(page).get_by_role("link")).to_have_attribute("href", "https://example.org/a")


def test_pasted_text_is_reduced_to_what_a_post_may_have(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    watched = Watched(page)
    page.goto(thread.get_absolute_url())
    write(page).evaluate(PASTE, PASTED)

    expect(editor(page)).to_have_js_property(
        "innerHTML",
        '<p>Big</p><p>A <strong>strong</strong> bad <a href="https://example.org">good</a></p>'
        "<p>Not bold, <strong>bold</strong></p><p>cell</p>",
    )
    page.keyboard.press("Control+a")
    editor(page).evaluate(COPY)
    page.keyboard.press("ArrowRight")
    wait_until_chosen(page, 0)
    editor(page).evaluate(PASTE, None)
    expect(editor(page).get_by_role("link")).to_have_count(2)
    assert watched.complaints == []


def test_switching_to_plain_text_and_back_loses_neither_text_nor_formatting(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page)
    press(page, "Bold")
    page.keyboard.type("Hello")

    press(page, "Plain text")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("Hello")
    expect(page.get_by_label("Your reply", exact=True).and_(box(page))).to_be_visible()
    press(page, "Use bold, lists and links")
    expect(editor(page)).to_have_js_property("innerHTML", "<p><strong>Hello</strong></p>")
    press(page, "Plain text")
    page.keyboard.type(" <b>you</b>")
    press(page, "Post reply")

    expect(page.locator(".post .body").last).to_contain_text("Hello <b>you</b>")
    assert Post.objects.get(author=ines).html == "<p>Hello &lt;b&gt;you&lt;/b&gt;</p>"


def test_editing_starts_with_the_formatting_and_preserves_it(page_of: Windows, post: Post, ines: Member) -> None:
    page = page_of(ines)
    watched = Watched(page)
    page.goto(f"/posts/{post.pk}/edit/")
    expect(editor(page)).to_have_js_property("innerHTML", FORMATTED)
    expect(editor(page)).not_to_be_focused()

    page.get_by_text("Your post", exact=True).click()
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" and tea")
    press(page, "Save changes")

    expect(page.get_by_text("Your changes are saved.")).to_be_visible()
    post.refresh_from_db()
    assert post.html == FORMATTED.replace("walks", "walks and tea")
    assert watched.complaints == []


def test_without_javascript_editing_shows_words_and_no_html(page_of: Windows, post: Post, ines: Member) -> None:
    page = page_of(ines, java_script_enabled=False)
    page.goto(f"/posts/{post.pk}/edit/")

    expect(box(page)).to_have_value("It helped me.\n\n- sleep\n- walks")
    box(page).fill("It helped me.\n\nStill does.")
    press(page, "Save changes")

    post.refresh_from_db()
    assert post.html == "<p>It helped me.</p><p>Still does.</p>"


def test_a_page_that_comes_back_with_an_error_preserves_the_formatting(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(f"/groups/{thread.group.slug}/new/")
    write(page)
    press(page, "Bold")
    page.keyboard.type("Does it get easier?")

    press(page, "Post discussion")

    expect(page.get_by_role("alert").first).to_contain_text("Title")
    expect(editor(page)).to_have_js_property("innerHTML", "<p><strong>Does it get easier?</strong></p>")
    page.get_by_label("Title").fill("The second year")
    press(page, "Post discussion")
    expect(page.get_by_role("heading", name="The second year")).to_be_visible()
    assert Post.objects.get(author=ines).html == "<p><strong>Does it get easier?</strong></p>"


PHONES = pytest.mark.parametrize("width", [320, 360])
IN_VIEW = """bottom => {
    const line = getSelection().getRangeAt(0).getBoundingClientRect();
    const places = [line, ...[".writing", ".form-actions button"].map((found) =>
        document.querySelector("#reply").querySelector(found).getBoundingClientRect())];
    const covered = places.slice(1).some(({ left, right, top, bottom }) => {
        const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return !there?.closest("#reply");
    });
    return places.every((place) => place.top >= 0 && place.bottom <= bottom) && !covered;
}"""


def wait_until_in_view(page: Page, bottom: float) -> None:
    """Wait until the line with the caret, its box and the button are in view above this edge, and nothing is over them.

    The page scrolls a frame after the last key."""
    page.wait_for_function(IN_VIEW, arg=bottom)


@PHONES
def test_with_the_keyboard_open_the_last_line_and_the_button_are_in_view_together(
    page_of: Windows, thread: Thread, ines: Member, width: int
) -> None:
    page = page_of(ines, viewport={"width": width, "height": 640}, has_touch=True, is_mobile=True)
    page.goto(thread.get_absolute_url())
    write(page)
    page.set_viewport_size(
        {"width": width, "height": 340}
    )  # the viewport above the on-screen keyboard (interactive-widget)
    for number in range(12):
        page.keyboard.insert_text(f"Line {number} of what I want to say")
        page.keyboard.press("Enter")
    page.keyboard.type("The last line.")

    expect(page.get_by_role("button", name="Post reply")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    wait_until_in_view(page, 340)

    # The line that says so takes room above the button.
    expect(page.locator("[data-draft]")).to_contain_text("Draft saved")
    wait_until_in_view(page, 340)


@PHONES
def test_without_the_editor_box_and_button_fit_above_the_keyboard_too(
    page_of: Windows, thread: Thread, ines: Member, width: int
) -> None:
    page = page_of(ines, viewport={"width": width, "height": 640}, has_touch=True, is_mobile=True)
    page.goto(thread.get_absolute_url())
    page.route(ENGINE, lambda route: route.abort())
    with page.expect_event("requestfailed"):
        box(page).focus()

    page.set_viewport_size({"width": width, "height": 340})

    expect(page.get_by_role("button", name="Post reply")).to_be_in_viewport(ratio=1)
    expect(box(page)).to_be_in_viewport(ratio=1)


@PHONES
@pytest.mark.parametrize("language", ["en", "es"])
def test_on_a_phone_the_toolbar_fits_without_scrolling_and_more_shows_the_rest(
    page_of: Windows, thread: Thread, ines: Member, width: int, language: str
) -> None:
    ines.language = language
    ines.save(update_fields=["language"])
    page = page_of(ines, viewport={"width": width, "height": 640})
    page.goto(thread.get_absolute_url())
    box(page).focus()
    toolbar = page.get_by_role("toolbar")
    buttons = toolbar.get_by_role("button")

    expect(buttons).to_have_count(6)
    buttons.last.click()
    expect(buttons).to_have_count(10)

    sizes = [button.bounding_box() for button in buttons.all()]
    assert all(size and size["width"] >= 44 and size["height"] >= 44 for size in sizes)
    assert all(size and size["x"] >= 0 and size["x"] + size["width"] <= width for size in sizes)
    assert toolbar.evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("End")
    expect(buttons.last).to_be_focused()
    expect(buttons.last).to_be_in_viewport(ratio=1)


def test_a_guest_loads_no_editor(page_of: Windows, thread: Thread) -> None:
    assert Thread.objects.visible_to(AnonymousUser()).filter(pk=thread.pk).exists()
    page = page_of()
    page.goto(thread.get_absolute_url())

    assert "nonce" not in page.content()
    assert page.locator("[data-editor], [data-composer], script[src*=composer]").count() == 0
