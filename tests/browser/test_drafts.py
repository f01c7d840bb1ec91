"""Text is saved while it is written: across windows, without a connection, after the session has expired."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from community.composing.models import Draft
from community.composing.operations import save_draft
from community.forum.models import Post, Thread
from community.members.models import Member
from tests.acts import PASSWORD, reply
from tests.browser.test_composer import box, editor, press, write
from tests.browser.watched import Watched

Windows = Callable[..., Page]
TEXT = "It took me all evening to find these words"
COPIES = "() => Object.keys(localStorage).filter(key => key.startsWith('draft:')).length"
SAVED = "Draft saved"
SECONDS = 10


def saying(page: Page) -> object:
    """The line that reports the state of saving."""
    return page.locator("[data-draft]")


def saved(page: Page) -> None:
    """Wait until the page reports that the draft is saved."""
    expect(saying(page)).to_contain_text(SAVED)


def saved_whole(page: Page, words: str) -> None:
    """Wait until the draft has all these words: a slow typist reads "Draft saved" in between too."""
    saved(page)
    in_the_database(page, words)


def in_the_database(page: Page, words: str) -> None:
    """Wait until the server has a draft with all these words."""
    for _ in range(SECONDS * 10):
        if any(draft.composer_text.plain == words for draft in Draft.objects.all()):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{words!r} was not saved: {Draft.objects.values('body')}")


def test_text_written_in_the_editor_is_saved_and_restored_with_its_formatting(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    watched = Watched(page)
    page.goto(thread.get_absolute_url())
    expect(saying(page)).to_have_text("")
    write(page, "It was ")
    page.keyboard.press("Control+b")
    page.keyboard.type("hard")
    saved_whole(page, "It was hard")
    assert Draft.objects.get(member=ines).body == "<p>It was <strong>hard</strong></p>"

    page.reload()
    expect(page.get_by_text("Here’s what you started on")).to_be_visible()
    expect(editor(page)).to_have_js_property("innerHTML", "<p>It was <strong>hard</strong></p>")
    press(page, "Post reply")

    expect(page.locator("[data-posts]")).to_contain_text("It was hard")
    expect(page.get_by_text("Here’s what you started on")).to_have_count(0)
    assert not Draft.objects.exists()
    assert page.evaluate(COPIES) == 0
    assert watched.complaints == []


@pytest.mark.long
def test_a_post_that_is_sent_before_its_draft_is_saved_leaves_neither_draft_nor_copy(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, TEXT)

    press(page, "Post reply")

    expect(page.locator("[data-posts]")).to_contain_text(TEXT)
    expect(box(page)).to_have_value("")
    page.wait_for_function(f"() => ({COPIES})() === 0")
    assert not Draft.objects.exists()


def test_nothing_moves_under_a_slow_press(page_of: Windows, thread: Thread, ines: Member, tess: Member) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    expect(page.locator("body[data-live=on]")).to_be_attached()
    write(page, TEXT)
    button = page.get_by_role("button", name="Post reply")
    button.scroll_into_view_if_needed()
    button.hover()

    page.mouse.down()
    reply(thread, tess, "I am here too.")
    in_the_database(page, TEXT)
    page.wait_for_timeout(500)  # the answer is on the page by now
    page.mouse.up()

    expect(page.locator("[data-posts]")).to_contain_text(TEXT)
    page.wait_for_function(f"() => ({COPIES})() === 0")
    assert not Draft.objects.exists()


@pytest.mark.long
def test_a_member_signed_out_while_writing_finds_their_text_after_signing_in(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, TEXT)
    saved_whole(page, TEXT)
    Session.objects.all().delete()
    page.keyboard.type(", and more")
    expect(saying(page)).to_contain_text("you’re signed out. There’s a copy on this device")

    page.goto(f"/accounts/login/?next=/discussions/{thread.pk}/reply/")
    page.locator("input[name=login]").fill("Ines")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(box(page)).to_have_value(TEXT)
    expect(page.locator("[data-other]")).to_have_text(TEXT + ", and more")
    press(page, "Restore it")
    expect(box(page)).to_have_value(TEXT + ", and more")
    saved(page)
    page.wait_for_function(f"() => ({COPIES})() === 0")
    assert Draft.objects.get().composer_text.plain == TEXT + ", and more"


def test_a_signed_out_member_presses_post_signs_in_and_posts_once(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, "It was ")
    page.keyboard.press("Control+b")
    page.keyboard.type("hard")
    saved_whole(page, "It was hard")
    Session.objects.all().delete()
    page.keyboard.type(" then")

    press(page, "Post reply")
    expect(page.get_by_text("Your text is saved. Sign in")).to_be_visible()
    page.locator("input[name=login]").fill("Ines")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(editor(page)).to_have_js_property("innerHTML", "<p>It was <strong>hard then</strong></p>")
    press(page, "Post reply")
    expect(page.locator("[data-posts]")).to_contain_text("It was hard then")
    assert Post.objects.get(author=ines).html == "<p>It was <strong>hard then</strong></p>"
    assert not Draft.objects.exists()
    page.wait_for_function(f"() => ({COPIES})() === 0")


def test_a_reply_to_one_post_with_a_warning_is_still_both_when_its_draft_is_restored(
    page_of: Windows, thread: Thread, ines: Member, joan: Member
) -> None:
    answered = reply(thread, joan, "It gets better.")
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    page.locator("[data-number='2']").get_by_role("link", name="Reply").click()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("How long did it take?")
    page.get_by_text("Add a content warning", exact=True).click()
    page.get_by_role("checkbox", name="Prognosis").check()
    saved(page)

    page.goto("/")
    page.goto(thread.get_absolute_url())

    expect(page.locator("#reply")).to_contain_text("Replying to Joan, 2")
    press(page, "Post reply")
    expect(page.locator("[data-posts]")).to_contain_text("How long did it take?")
    post = Post.objects.get(author=ines)
    assert post.answers == answered
    assert post.labels


def test_a_draft_is_restored_without_script_too_and_deleted_when_it_is_posted(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    save_draft(ines, thread.key, body="<p>It was <strong>hard</strong></p>", rich=True)
    page = page_of(ines, java_script_enabled=False)
    page.goto(thread.get_absolute_url())
    expect(page.get_by_text("Here’s what you started on")).to_be_visible()
    expect(box(page)).to_have_value("It was hard")

    box(page).fill("It was hard, and it got better.")
    press(page, "Post reply")

    expect(page.locator("[data-posts]")).to_contain_text("and it got better")
    expect(box(page)).to_have_value("")
    assert not Draft.objects.exists()


def test_where_saving_cannot_begin_the_page_says_so_and_tries_again(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    box(page).focus()
    page.keyboard.type("Words")
    expect(saying(page)).to_have_text("Not saved yet. Leave this page open.")
    expect(box(page)).to_have_value("Words")

    page.context.set_offline(False)
    page.keyboard.type(" more")

    saved_whole(page, "Words more")
    assert Draft.objects.get().composer_text.plain == "Words more"


def test_two_windows_never_write_over_each_other(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    other = page.context.new_page()
    for window in (page, other):
        window.goto(thread.get_absolute_url())
    write(page, "From the first window")
    saved_whole(page, "From the first window")

    write(other, "From the second window")
    expect(saying(other)).to_have_text("You’ve changed this text in another window.")
    expect(other.locator("[data-other]")).to_have_text("From the first window")
    assert Draft.objects.get().composer_text.plain == "From the first window"
    press(other, "Use the text in the box")
    saved(other)
    assert Draft.objects.get().composer_text.plain == "From the second window"

    write(page, ", still")
    expect(page.locator("[data-other]")).to_have_text("From the second window")
    press(page, "Use this text")
    expect(editor(page)).to_have_text("From the second window")
    saved(page)
    page.keyboard.type(".")
    page.wait_for_function("() => !document.querySelector('[data-choice]')")
    press(page, "Post reply")
    expect(page.locator("[data-posts]")).to_contain_text("From the second window.")
    assert Post.objects.filter(author=ines).count() == 1


def test_without_a_connection_a_copy_is_stored_on_this_device_until_it_is_saved(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, "First")
    saved_whole(page, "First")
    assert page.evaluate(COPIES) == 0

    page.context.set_offline(True)
    page.keyboard.type(" words")
    expect(saying(page)).to_have_text("Not saved yet: you’re offline. There’s a copy on this device.")
    assert page.evaluate(COPIES) == 1
    assert Draft.objects.get().composer_text.plain == "First"

    page.context.set_offline(False)
    saved(page)
    assert page.evaluate(COPIES) == 0
    assert Draft.objects.get().composer_text.plain == "First words"


def test_a_copy_goes_when_somebody_else_signs_in_here(
    page_of: Windows, thread: Thread, ines: Member, joan: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page)
    page.route("**/drafts/", lambda route: route.abort())
    page.keyboard.type("For nobody else")
    expect(saying(page)).to_contain_text("There’s a copy on this device")
    page.goto("/guidelines/")
    assert page.evaluate(COPIES) == 1
    page.context.clear_cookies()
    page.goto("/guidelines/")
    assert page.evaluate(COPIES) == 1

    page.goto("/accounts/login/?next=/settings/")
    page.locator("input[name=login]").fill("Joan")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="My settings")).to_be_visible()
    page.wait_for_function(f"() => ({COPIES})() === 0")


@pytest.mark.long
def test_the_plain_box_for_good_is_saved_too(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, "Hello")
    press(page, "Plain text")
    page.get_by_role("link", name="Always use a plain text box").click()
    page.get_by_label("Always use a plain text box").check()
    press(page, "Save")

    expect(box(page)).to_have_value("Hello")
    box(page).focus()
    page.keyboard.type("X")
    saved(page)
    expect(editor(page)).to_have_count(0)
    assert Draft.objects.get().rich is False


def test_a_preview_opens_without_a_reload_and_with_the_formatting(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    watched = Watched(page)
    page.goto(thread.get_absolute_url())
    write(page, "It was ")
    page.keyboard.press("Control+b")
    page.keyboard.type("hard")

    press(page, "Preview")

    expect(page.get_by_role("heading", name="This is how it will look")).to_be_focused()
    expect(page.locator("#preview strong")).to_have_text("hard")
    expect(editor(page)).to_have_text("It was hard")
    assert page.url.endswith(thread.get_absolute_url())
    assert not Post.objects.filter(author=ines).exists()
    assert watched.complaints == []


@pytest.mark.long
def test_without_script_a_preview_comes_back_with_the_text_in_the_box(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines, java_script_enabled=False)
    page.goto(thread.get_absolute_url())
    box(page).fill("One line\n\nand <b>more</b>")

    press(page, "Preview")

    expect(page.locator("#preview")).to_contain_text("and <b>more</b>")
    expect(box(page)).to_have_value("One line\n\nand <b>more</b>")
    press(page, "Post reply")
    expect(page.locator("[data-posts]")).to_contain_text("and <b>more</b>")


@pytest.mark.long
def test_the_remaining_length_is_announced_near_the_limit_only(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    count = page.locator("[data-limit]")

    for length, words in [
        (17_999, ""),
        (18_500, "Characters left: 1,500"),
        (20_001, "Characters over the limit: 1"),
        (10, ""),
    ]:
        box(page).evaluate(
            "(box, [text, event]) => { box.value = text; box.dispatchEvent(new Event(event, { bubbles: true })) }",
            ["x" * length, "input"],
        )
        expect(count).to_have_text(words)


@pytest.mark.long
def test_the_latest_words_are_sent_when_the_page_is_closed_while_earlier_ones_are_on_their_way(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, "I")
    page.wait_for_function("() => document.querySelector('[data-draft]').textContent")
    saved_whole(page, "I")
    # The next request arrives, and its answer does not before the member leaves.
    page.evaluate(
        """() => {
            const send = window.fetch;
            window.fetch = (...request) => { send(...request); return new Promise(() => {}); };
        }"""
    )
    page.keyboard.type(" a")
    saved_whole(page, "I a")
    page.keyboard.type("m here, and this is all of it.")
    page.goto("/guidelines/")

    page.goto("/drafts/")
    saved_words = "I am here, and this is all of it."
    for _ in range(SECONDS * 10):
        if Draft.objects.get().composer_text.plain == saved_words:
            break
        page.wait_for_timeout(100)
    assert Draft.objects.get().composer_text.plain == saved_words
    page.goto(thread.get_absolute_url())
    expect(box(page)).to_have_value(saved_words)
    expect(page.locator("[data-choice]")).to_have_count(0)


def test_the_latest_words_are_sent_when_the_page_is_hidden(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    write(page, "First")
    saved_whole(page, "First")
    page.keyboard.type(" and last")

    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { get: () => true });
            document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
        }"""
    )

    saved_whole(page, "First and last")
