"""Labels: an author says what a discussion is about, and a member who muted that topic does not see it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from community.content_warnings import Label
from community.forum import operations as forum
from community.forum.models import Group, Thread
from community.members.models import Member
from tests.acts import reply

PHONE = {"width": 360, "height": 740}
scripts = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def start_with_a_label(page: Page, group: Group) -> None:
    """Start a discussion about prognosis."""
    page.goto(f"{group.get_absolute_url()}new/")
    page.get_by_label("Title").fill("How long is long")
    page.get_by_label("What would you like to say or ask?").fill("She said two years.")
    page.get_by_text("Add a content warning").click()
    page.get_by_role("group", name="It’s about").get_by_label("Prognosis").check()
    page.get_by_role("button", name="Post discussion").click()


@scripts
def test_one_member_labels_a_post_and_another_mutes_it_and_shows_it_anyway(
    page_of: Callable[..., Page], group: Group, thread: Thread, maria: Member, joan: Member, script: bool
) -> None:
    start_with_a_label(page_of(maria, java_script_enabled=script), group)
    page = page_of(joan, java_script_enabled=script, viewport=PHONE)
    page.goto(group.get_absolute_url())
    page.get_by_role("link", name="How long is long").click()
    expect(page.locator(".thread-head .badge")).to_have_text("Prognosis")

    page.locator(".thread-head").get_by_role("link", name="Hide difficult topics").click()
    expect(page.get_by_label("Prognosis")).to_be_checked()
    page.get_by_label("For a week").check()
    page.get_by_role("button", name="Hide these for now").click()

    expect(page.get_by_role("button", name="Show everything again")).to_be_visible()
    page.goto(group.get_absolute_url())
    expect(page.get_by_text("about prognosis are hidden for you until")).to_be_visible()
    expect(page.get_by_role("link", name=thread.title)).to_be_visible()
    expect(page.get_by_role("link", name="How long is long")).to_have_count(0)

    page.goto(Thread.objects.get(title="How long is long").get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Hidden for now")
    expect(page.get_by_text("two years")).to_have_count(0)
    page.get_by_role("link", name="Show it anyway").click()
    expect(page.get_by_text("She said two years.")).to_be_visible()

    page.goto(group.get_absolute_url())
    page.get_by_role("link", name="Change this").click()
    page.get_by_role("button", name="Show everything again").click()
    expect(page).to_have_url(f"{page.url.partition('/groups')[0]}{group.get_absolute_url()}")
    expect(page.get_by_role("link", name="How long is long")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@scripts
def test_a_folded_post_opens_with_one_tap_and_a_link_to_it_does_not_open_it(
    page_of: Callable[..., Page], thread: Thread, ines: Member, joan: Member, script: bool
) -> None:
    post = reply(thread, ines, "She died on Sunday.", labels=int(Label.DEATH))
    reply(thread, ines, "And it is raining.")
    forum.mute_labels(joan, Label.DEATH, until=None)
    page = page_of(joan, java_script_enabled=script, viewport=PHONE)

    page.goto(post.get_absolute_url())
    line = page.get_by_text("2 · Hidden post about death and grief.")
    expect(line).to_be_in_viewport()
    expect(page.get_by_text("She died on Sunday.")).to_be_hidden()
    expect(page.get_by_text("And it is raining.")).to_be_visible()

    line.click()
    expect(page.get_by_text("She died on Sunday.")).to_be_visible()


@pytest.mark.long
def test_a_muted_post_that_arrives_while_reading_is_folded_and_has_the_focus(
    page_of: Callable[..., Page], thread: Thread, ines: Member, joan: Member
) -> None:
    forum.mute_labels(joan, Label.DEATH, until=None)
    page = page_of(joan)
    page.goto(thread.get_absolute_url())
    expect(page.locator("body[data-live=on]")).to_be_attached()
    reply(thread, ines, "She died on Sunday.", labels=int(Label.DEATH))

    page.get_by_role("button", name="1 new reply. Show").click()

    line = page.get_by_text("2 · Hidden post about death and grief.")
    expect(line).to_be_focused()
    expect(page.get_by_text("She died on Sunday.")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.get_by_text("She died on Sunday.")).to_be_visible()


@scripts
@pytest.mark.long
def test_the_label_choice_is_folded_under_a_reply_and_its_line_names_what_is_chosen(
    page_of: Callable[..., Page], thread: Thread, joan: Member, script: bool
) -> None:
    page = page_of(joan, java_script_enabled=script, viewport=PHONE)
    page.goto(thread.get_absolute_url())
    page.get_by_role("textbox", name="Your reply").fill("He died in spring.")
    expect(page.get_by_label("Death and grief")).to_be_hidden()

    page.get_by_text("Add a content warning").click()
    page.get_by_label("Death and grief").check()
    page.get_by_label("Graphic detail").check()
    line = page.get_by_text("Content warning:").locator("..")
    line.click()
    expect(page.get_by_label("Death and grief")).to_be_hidden()
    expect(line).to_have_text(
        re.compile(r"^\s*Content warning:\s+Death and grief\s+Graphic detail\s*$"), use_inner_text=True
    )
    page.get_by_role("button", name="Post reply").click()

    expect(page.locator("article.post").filter(has_text="He died in spring.").locator(".badge")).to_have_text(
        ["Death and grief", "Graphic detail"]
    )
