"""The composer's accessibility tree, its announcements, and what of it fits on a phone.

The trees are Playwright's, which are Chromium's: role, name, state and text of everything a screen reader reaches.
A new control of the form gets a line in `form_tree`."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.composing.models import Draft
from community.forum.models import Thread
from community.members.models import Member
from tests.acts import make_member, reply
from tests.browser.test_composer import box, editor, press, wait_until_in_view, write

Windows = Callable[..., Page]

CALL_ME = "I am up all night. Call me on 212-555-0134."
HINT = "Please leave out full names, phone numbers and your doctors\u2019 names."
TIME = re.compile(r"\d{1,2}:\d\d [AP]M")
TOOLBAR = """
- toolbar "Text style":
  - button "Bold":
    - strong: Bold
  - button "Italic":
    - emphasis: Italic
  - button "Link"
  - button "List"
  - button "Picture"
  - button "Quote"
  - button "Numbered list"
  - button "Crossed out"
  - button "Plain text"
"""
ERROR = """
- alert:
  - heading "There is a problem" [level=2]
  - list:
    - listitem:
      - 'link "Your reply: Write something first."':
        - /url: "#id_body"
"""
QUESTION = """
- group "Share this?":
  - heading "Share this?" [level=2]
  - paragraph: "It looks like your text includes a phone number: “212-555-0134”."
  - paragraph: Everyone can read it here, even without an account.
  - button "Post it as it is"
  - link "Change it first":
    - /url: "#id_body"
"""
PREVIEW = """
- region "This is how it will look":
  - heading "This is how it will look" [level=2]
  - paragraph: It isn’t posted yet.
  - paragraph: Thank you.
"""
RESTORED_DRAFT = """
- paragraph:
  - text: Here’s what you started on
  - time: DAY
  - text: .
  - link "Delete draft":
    - /url: /drafts/NUMBER/throw-away/?back=1
"""
PEOPLE = """
- listbox "People":
  - option "Josefa" [selected]
  - option "Joan"
"""
# The text of all live regions, in document order, without empty ones.
ANNOUNCED = """() => [...document.querySelectorAll("[role=status], [role=alert], [aria-live]")]
    .filter(region => region.checkVisibility()).map(region => region.innerText.trim()).filter(Boolean)"""


def form_tree(
    text: str = '- textbox "Your reply"',
    *,
    before: str = "",
    draft_note: str = "",
    people: str = "- status",
    error: str = "",
    tools: str = "",
    draft: str = "",
    question: str = "",
) -> str:
    """Return the expected tree of the form, without empty lines."""
    parts = [
        '- heading "Your reply" [level=2]',
        before,
        draft_note,
        "- text: Your reply",
        f"- paragraph: {HINT}",
        "- paragraph: To mention someone, type @ and their username.",
        people,
        error,
        tools,
        text,
        "- status",  # the remaining length
        f"- status: {draft}" if draft else "- status",
        "- group: Add pictures",
        "- group: Add a content warning",
        question,
        '- button "Post reply"',
        '- button "Preview"',
        '- paragraph:\n  - text: "Everyone can read what you post here, even without an account. Be kind: see"\n'
        '  - link "our guidelines":\n    - /url: /guidelines/\n  - text: .',
    ]
    lines = "\n".join(part.strip("\n") for part in parts if part).splitlines()
    return "\n".join(['- form "Your reply":', *(f"  {line}" for line in lines)])


def tree(page: Page) -> str:
    """Return the actual tree of the form, without days and hours."""
    found = TIME.sub("TIME", page.locator("#reply").aria_snapshot())
    found = re.sub(r"- time: .+", "- time: DAY", found)
    return re.sub(r"/drafts/\d+/", "/drafts/NUMBER/", found)


def announcements(page: Page) -> list[str]:
    """Return the text of the live regions."""
    return [TIME.sub("TIME", text) for text in page.evaluate(ANNOUNCED)]


def saved(page: Page) -> None:
    expect(page.locator("[data-draft]")).to_contain_text("Draft saved")


def write_in(page: Page, text: str, *, script: bool) -> None:
    """Write into the editor, or into the box without script."""
    if script:
        write(page, text)
    else:
        box(page).fill(text)


@pytest.mark.long
def test_at_rest_it_is_a_labelled_box_and_silent(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())

    assert tree(page) == form_tree()
    assert announcements(page) == []
    expect(box(page)).to_have_accessible_description(HINT)


def test_the_editor_has_the_boxs_name_and_its_buttons_say_what_is_on(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page)

    assert tree(page) == form_tree('- textbox "Your reply":\n  - paragraph', tools=TOOLBAR)
    expect(editor(page)).to_have_accessible_description(HINT)

    page.keyboard.press("Control+b")
    page.keyboard.type("Hello")
    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    on = TOOLBAR.replace('button "Bold"', 'button "Bold" [pressed]')
    saved(page)
    text = '- textbox "Your reply":\n  - paragraph:\n    - strong: Hello'
    assert tree(page) == form_tree(text, tools=on, draft="Draft saved at TIME")


@pytest.mark.long
def test_the_plain_box_for_good_says_the_same(page_of: Windows, thread: Thread, ines: Member) -> None:
    Member.objects.filter(pk=ines.pk).update(plain_box=True)
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    box(page).focus()
    page.keyboard.type("Hello")
    saved(page)

    assert tree(page) == form_tree('- textbox "Your reply": Hello', draft="Draft saved at TIME")


@pytest.mark.parametrize("script", [True, False])
def test_an_error_is_announced_above_and_with_the_box(
    page_of: Windows, thread: Thread, ines: Member, script: bool
) -> None:
    page = page_of(ines, java_script_enabled=script)
    page.goto(thread.get_absolute_url())
    press(page, "Post reply")

    expect(page.get_by_role("alert")).to_be_focused()
    error = "- paragraph: Write something first."
    assert tree(page) == form_tree('- textbox "Your reply" [invalid]', before=ERROR, error=error)
    expect(box(page)).to_have_accessible_description(f"{HINT} Write something first.")


def test_a_saved_draft_is_announced_and_so_is_a_restored_one(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, "Thank you.")
    saved(page)
    while "Thank you." not in Draft.objects.get().body:  # fewer words may have been typed before the first save
        page.wait_for_timeout(100)

    text = '- textbox "Your reply":\n  - paragraph: Thank you.'
    assert tree(page) == form_tree(text, tools=TOOLBAR, draft="Draft saved at TIME")
    assert announcements(page) == ["Draft saved at TIME"]

    page.reload()
    expect(editor(page)).to_have_text("Thank you.")
    assert tree(page) == form_tree(text, tools=TOOLBAR, draft_note=RESTORED_DRAFT)
    assert announcements(page) == []


def test_the_list_of_names_is_a_listbox_and_says_how_to_choose(
    page_of: Windows, thread: Thread, ines: Member, joan: Member
) -> None:
    reply(thread, make_member("Josefa"))
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, "Dear @jo")
    expect(page.get_by_role("option")).to_have_count(2)
    sentence = "2 people. Use the arrow keys and Enter to choose."
    assert sentence in announcements(page)
    expect(page.get_by_role("option", selected=True)).to_have_text("Josefa")
    saved(page)

    text = '- textbox "Your reply":\n  - paragraph: Dear @jo'
    people = PEOPLE + f"- status: {sentence}"
    assert tree(page) == form_tree(text, tools=TOOLBAR, people=people, draft="Draft saved at TIME")

    page.keyboard.press("Enter")
    expect(editor(page)).to_have_text("Dear @Josefa")
    assert sentence not in announcements(page)


@pytest.mark.parametrize("script", [True, False])
def test_the_question_before_a_number_is_posted_has_focus_and_two_answers(
    page_of: Windows, thread: Thread, ines: Member, script: bool
) -> None:
    page = page_of(ines, java_script_enabled=script)
    page.goto(thread.get_absolute_url())
    write_in(page, CALL_ME, script=script)
    press(page, "Post reply")

    expect(page.get_by_role("group", name="Share this?")).to_be_focused()
    expect(page).to_have_title(re.compile("^Share this[?] "))
    if not script:
        assert tree(page) == form_tree(f'- textbox "Your reply": {CALL_ME}', question=QUESTION)
        return
    saved(page)
    text = f'- textbox "Your reply":\n  - paragraph: {CALL_ME}'
    assert tree(page) == form_tree(text, tools=TOOLBAR, question=QUESTION, draft="Draft saved at TIME")
    expect(page.get_by_role("group", name="Share this?")).to_be_focused()


@pytest.mark.parametrize("script", [True, False])
def test_a_preview_has_focus_and_says_that_it_is_not_posted(
    page_of: Windows, thread: Thread, ines: Member, script: bool
) -> None:
    page = page_of(ines, java_script_enabled=script)
    page.goto(thread.get_absolute_url())
    write_in(page, "Thank you.", script=script)
    press(page, "Preview")

    expect(page.get_by_role("heading", name="This is how it will look")).to_be_focused()
    assert PREVIEW.strip() in "\n".join(line[2:] for line in tree(page).splitlines())
    assert not thread.posts.filter(author=ines).exists()


@pytest.mark.parametrize("script", [True, False])
def test_after_posting_the_author_is_at_their_post_and_the_page_says_so(
    page_of: Windows, thread: Thread, ines: Member, script: bool
) -> None:
    page = page_of(ines, java_script_enabled=script)
    page.goto(thread.get_absolute_url())
    write_in(page, "Thank you.", script=script)
    press(page, "Post reply")

    expect(page.locator("article").filter(has_text="Thank you.").get_by_role("heading")).to_be_focused()
    expect(page.locator("#notices[aria-live=polite]")).to_have_text("Your reply is posted.")
    assert tree(page) == form_tree()


def lines_typed(page: Page, number: int) -> None:
    for line in range(1, number):
        page.keyboard.insert_text(f"Line {line} of what I want to say")
        page.keyboard.press("Enter")
    page.keyboard.type("The last line.")


LINE_IN_VIEW = """bottom => {
    const line = getSelection().getRangeAt(0).getBoundingClientRect();
    return line.top >= 0 && line.top < line.bottom && line.bottom <= bottom;
}"""


def foot(page: Page) -> float:
    """Return the top edge of the bar at the bottom of the screen, in CSS pixels."""
    bar: Any = page.get_by_role("navigation", name="Main").bounding_box()
    return float(bar["y"])


@pytest.mark.long
@pytest.mark.parametrize("height", [740, 640])
@pytest.mark.parametrize("number", [12, pytest.param(40, marks=pytest.mark.long)])
def test_on_a_phone_the_box_its_last_line_and_the_button_are_in_view_together_above_the_bar(
    page_of: Windows, thread: Thread, ines: Member, height: int, number: int
) -> None:
    page = page_of(ines, viewport={"width": 360, "height": height}, has_touch=True, is_mobile=True)
    page.goto(thread.get_absolute_url())
    write(page)
    lines_typed(page, number)
    saved(page)

    wait_until_in_view(page, foot(page))


@pytest.mark.long
@pytest.mark.parametrize("height", [740, 640])
def test_on_a_phone_the_question_its_answers_and_the_button_are_in_view_and_then_the_last_line(
    page_of: Windows, thread: Thread, ines: Member, height: int
) -> None:
    page = page_of(ines, viewport={"width": 360, "height": height}, has_touch=True, is_mobile=True)
    page.goto(thread.get_absolute_url())
    write(page)
    for _ in range(6):
        page.keyboard.insert_text("How long it took me to write this down at all.")
        page.keyboard.press("Enter")
    page.keyboard.type(CALL_ME)
    press(page, "Post reply")

    question = page.get_by_role("group", name="Share this?")
    expect(question).to_be_focused()
    expect(editor(page)).to_contain_text(CALL_ME)
    for found in (question, page.get_by_role("button", name="Post it as it is"), page.get_by_text("Change it first")):
        expect(found).to_be_in_viewport(ratio=1)
    bounds: Any = question.bounding_box()
    assert bounds["y"] + bounds["height"] <= foot(page)

    page.get_by_role("link", name="Change it first").click()
    expect(editor(page)).to_be_focused()
    page.keyboard.type(" Bye.")
    expect(editor(page).locator("p").last).to_have_text(f"{CALL_ME} Bye.")
    page.wait_for_function(LINE_IN_VIEW, arg=foot(page))
