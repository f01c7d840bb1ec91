"""What people wrote is drawn within its row: the pixels outside do not depend on it."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from community.forum.models import Post, Thread
from community.members.models import Member
from tests.acts import reply

TEXTS = {
    "accents above": "Ha" + "\u0301" * 140 + "ir",
    "accents below": "Ha" + "\u0323" * 140 + "ir",
    "both, after a joiner": "Ha" + "\u0301\u200d\u0323\u200d" * 40 + "ir",
    "circles around": "Ha" + "\u20dd\u20e0" * 40 + "ir",
    "wide and high letters": "\ufdfd\ufdfd \U0001242b\U00012219 \u0d0a\u0e47\u0e49\u0e47\u0e49 ir",
}
# The page of what, what holds the text, and the row that it may be drawn in.
ROWS = {
    "a row of a list": ("group", ".thread .title", ".threads li:has(.thread)"),
    "the title of a discussion": ("thread", ".thread-head h1", ".thread-head"),
    "a post": ("thread", ".post:has(#post-{reply}) .body", ".post:has(#post-{reply})"),
}


def outside(page: Page, box: dict[str, float], edge: int = 8) -> Image.Image:
    """Return a picture of the page without the row, and the width of a focused link's outline around it."""
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled"))).convert("RGB")
    left, top = box["x"] - edge, box["y"] - edge
    picture.paste(
        (0, 0, 0), (int(left), int(top), int(box["x"] + box["width"] + edge), int(box["y"] + box["height"] + edge))
    )
    return picture


@pytest.mark.parametrize("where", ROWS)
@pytest.mark.parametrize(
    "text", [text if text == "accents above" else pytest.param(text, marks=pytest.mark.long) for text in TEXTS]
)
def test_nothing_is_drawn_outside_the_row(
    page_of: Callable[..., Page], thread: Thread, ines: Member, joan: Member, where: str, text: str
) -> None:
    kind, holder, row = ROWS[where]
    post = reply(thread, ines)
    reply(thread, joan)
    # As rows are that were written before marks were limited.
    Thread.objects.filter(pk=thread.pk).update(title=TEXTS[text])
    Post.objects.filter(pk=post.pk).update(html=f"<p>{TEXTS[text]}</p>", plain=TEXTS[text])
    page = page_of(viewport={"width": 900, "height": 900}, java_script_enabled=False)  # no time changes meanwhile
    page.goto(thread.group.get_absolute_url() if kind == "group" else thread.get_absolute_url())
    holder, row = (selector.replace("{reply}", str(post.pk)) for selector in (holder, row))
    inside = page.locator(row).first
    box = inside.bounding_box()
    assert box and TEXTS[text][:2] in page.locator(holder).first.inner_text()

    with_text = outside(page, box)
    page.locator(holder).first.evaluate("element => { element.style.visibility = 'hidden'; }")
    without = outside(page, box)

    assert ImageChops.difference(with_text, without).getbbox() is None
