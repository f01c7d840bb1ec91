"""A limit that begins while a member writes: the text comes back in the editor, and a way to ask for another look."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from community.forum.models import Thread
from community.members.models import Member
from community.safety.models import Case
from tests.browser.test_composer import editor, press, write
from tests.moderation.limits import limited


def test_a_limit_that_begins_while_a_member_writes(
    page_of: Callable[..., Page], thread: Thread, ines: Member, ruth: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, "You are not alone.")
    limited(ines, ruth)

    press(page, "Post reply")

    expect(page.get_by_text("You can read here, but you can’t write until")).to_be_visible()
    expect(editor(page)).to_contain_text("You are not alone.")
    page.get_by_role("link", name="Read more, or ask for another look").click()
    page.get_by_label("What should we know?").fill("I had a bad day.")
    page.get_by_role("button", name="Ask for another look").click()
    expect(page.get_by_text("Another moderator will look at it. We’ll tell you what they decide.")).to_be_visible()
    assert Case.objects.get(kind="appeal").text == "I had a bad day."
