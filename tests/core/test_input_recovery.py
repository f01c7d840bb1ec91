"""Text that a member submitted is never lost."""

from uuid import uuid4

import pytest
from django.conf import settings

from community.forum import operations as forum
from community.forum.models import Post
from tests.acts import PASSWORD, start

TEXT = "It took me all evening to find these words"


@pytest.fixture
def signed_out(guest, maria):
    """A browser whose session expired while its page was open."""
    return guest


def sign_in(client, member, path):
    answer = client.post(f"/accounts/login/?next={path}", {"login": member.username, "password": PASSWORD})
    assert answer.status_code == 302
    return answer.url


def test_a_reply_is_stashed_while_its_author_signs_in(thread, maria, signed_out):
    answer = signed_out.post(f"/discussions/{thread.pk}/reply/", {"body": TEXT, "token": uuid4()})
    assert answer.url.startswith("/accounts/login/?next=")

    arrived = signed_out.get(sign_in(signed_out, maria, f"/discussions/{thread.pk}/reply/"), follow=True)

    assert arrived.redirect_chain[-1][0].endswith("#reply")
    assert TEXT in arrived.text


def test_what_was_stashed_is_given_to_nobody_else(thread, maria, ines, as_member):
    shared = as_member(maria)
    shared.get("/")
    del shared.cookies[settings.SESSION_COOKIE_NAME]  # it expired; or Maria signed out in another tab
    shared.post(f"/discussions/{thread.pk}/reply/", {"body": TEXT, "token": uuid4()})

    sign_in(shared, ines, "/")

    assert TEXT not in shared.get(thread.get_absolute_url()).text
    assert TEXT not in str(dict(shared.session))


def test_what_was_stashed_is_given_to_its_author_after_they_signed_out(thread, maria, as_member):
    browser = as_member(maria)
    browser.get("/")
    browser.post("/accounts/logout/")
    browser.post(f"/discussions/{thread.pk}/reply/", {"body": TEXT, "token": uuid4()})

    sign_in(browser, maria, "/")

    assert TEXT in browser.get(thread.get_absolute_url()).text


def test_scripts_cannot_read_the_cookie_with_the_writer(maria, guest, as_member, db):
    assert "writer" not in guest.get("/").cookies
    member = as_member(maria)
    cookie = member.get("/").cookies["writer"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "Maria" not in cookie.value
    assert "writer" not in member.get("/").cookies, "it is set once"


def test_a_new_discussion_is_stashed_with_its_title_and_topics(group, topic, maria, signed_out):
    path = f"/groups/{group.slug}/new/"
    signed_out.post(path, {"title": "Sleep, again", "body": TEXT, "topics": [topic.pk], "token": uuid4()})

    page = signed_out.get(sign_in(signed_out, maria, path))

    assert TEXT in page.text
    assert "Sleep, again" in page.text
    assert "checked" in page.text


def test_an_edit_is_stashed_and_is_still_an_edit(thread, maria, signed_out):
    post = thread.posts.get()
    path = f"/posts/{post.pk}/edit/"
    signed_out.post(path, {"body": TEXT, "rich": "", "version": 1})

    page = signed_out.get(sign_in(signed_out, maria, path))

    assert TEXT in page.text
    assert 'name="version" value="1"' in page.text


def test_the_stashed_token_still_creates_one_post(thread, maria, signed_out):
    token = uuid4()
    signed_out.post(f"/discussions/{thread.pk}/reply/", {"body": TEXT, "token": token})

    page = signed_out.get(sign_in(signed_out, maria, f"/discussions/{thread.pk}/reply/"), follow=True)

    assert str(token) in page.text


def test_stashed_text_is_restored_once_and_only_on_its_page(group, thread, maria, signed_out):
    other = start(group, maria, "Another discussion").thread
    signed_out.post(f"/discussions/{thread.pk}/reply/", {"body": TEXT, "token": uuid4()})
    sign_in(signed_out, maria, "/")

    assert TEXT not in signed_out.get(other.get_absolute_url()).text
    assert TEXT in signed_out.get(thread.get_absolute_url()).text
    assert TEXT not in signed_out.get(thread.get_absolute_url()).text


def test_a_guest_who_reads_sees_nothing_of_stashed_text(thread, signed_out):
    signed_out.post(f"/discussions/{thread.pk}/reply/", {"body": TEXT, "token": uuid4()})

    assert TEXT not in signed_out.get(thread.get_absolute_url()).text
    assert not Post.objects.filter(plain=TEXT).exists()


def test_a_thread_that_was_locked_meanwhile_returns_the_text(thread, ines, as_member):
    forum.set_locked(thread, True)

    answer = as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": TEXT, "token": uuid4()})

    assert answer.status_code == 403
    assert TEXT in answer.text


def test_a_session_stashes_the_last_five_forms_only(group, maria, signed_out):
    threads = [start(group, maria, f"Discussion {number}").thread for number in range(6)]
    for thread in threads:
        signed_out.post(f"/discussions/{thread.pk}/reply/", {"body": TEXT, "token": uuid4()})
    sign_in(signed_out, maria, "/")

    assert [TEXT in signed_out.get(thread.get_absolute_url()).text for thread in threads] == [False] + [True] * 5


def test_a_session_does_not_fill_up_with_what_guests_send(thread, guest):
    guest.post("/discussions/1/reply/", {"body": "x" * 60_000})
    guest.post("/discussions/2/reply/", {"body": "y" * 60_000})
    assert list(guest.session["stash"]) == ["/discussions/2/reply/"]

    guest.post("/discussions/3/reply/", {"body": "z" * 200_000})
    assert list(guest.session["stash"]) == ["/discussions/2/reply/"]
