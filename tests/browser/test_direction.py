"""Hebrew and Arabic on the screen: their direction, and what stays where it is beside them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from community.core.text.richtext import clean
from community.forum.models import Post, Thread
from community.members.models import Member
from tests.acts import reply, start
from tests.browser.test_composer import box, editor, write

Windows = Callable[..., Page]
HEBREW, ARABIC = "\u05e9\u05d0\u05dc\u05d4 (2) \u05dc\u05db\u05dd", "\u0643\u064a\u0641 \u062d\u0627\u0644\u0643\u0645"
MIXED = f"<p>{HEBREW}</p><p>English words</p><ul><li>{ARABIC}</li><li>Sleep</li></ul>"
DIRECTION = "node => getComputedStyle(node).direction"
# Where the text of an element begins: at the left or at the right edge of its box.
SIDE = """node => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const [words, box] = [range.getClientRects()[0], node.getBoundingClientRect()];
    return words.left - box.left > box.right - words.right + 1 ? "right" : "left";
}"""


@pytest.mark.parametrize("words", [HEBREW, ARABIC])
def test_title_post_and_boxes_have_the_direction_of_their_words(
    page_of: Windows, thread: Thread, ines: Member, words: str
) -> None:
    post = reply(thread, ines)
    Thread.objects.filter(pk=thread.pk).update(title=words)
    Post.objects.filter(pk=post.pk).update(html=clean(MIXED).html, plain=words)
    page = page_of(ines)
    page.goto(thread.get_absolute_url())

    assert page.locator("h1").evaluate(DIRECTION) == "rtl"
    body = page.locator(".post .body").last
    assert body.evaluate(DIRECTION) == "rtl"
    assert [body.locator("p").nth(at).evaluate(SIDE) for at in (0, 1)] == ["right", "left"]
    assert page.locator("html").evaluate(DIRECTION) == "ltr"
    for text, direction in ((words, "rtl"), ("Sleep", "ltr"), ("", "ltr")):
        box(page).evaluate("(box, text) => { box.value = text; }", text)
        assert box(page).evaluate(DIRECTION) == direction
    write(page, words)
    assert editor(page).evaluate(DIRECTION) == "rtl"


@pytest.mark.long
def test_a_right_to_left_title_leaves_the_row_as_it_is(page_of: Windows, thread: Thread, ines: Member) -> None:
    english = start(thread.group, ines, "An English title")
    hebrew = start(thread.group, ines, HEBREW)
    page = page_of(ines)
    page.goto(thread.group.get_absolute_url())
    rows = [
        page.locator(".thread").filter(has=page.locator(f"a[href='{post.thread.get_absolute_url()}']"))
        for post in (english, hebrew)
    ]

    for part in (".replies", ".who"):
        lefts = [row.locator(part).bounding_box() for row in rows]
        assert lefts[0] and lefts[1]
        assert lefts[0]["x"] == lefts[1]["x"]
        assert rows[1].locator(part).evaluate(DIRECTION) == "ltr"
    assert rows[1].locator(".title a").evaluate(DIRECTION) == "rtl"
    expect(rows[1].locator(".who")).to_contain_text("Started by Ines")
