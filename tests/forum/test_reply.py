"""Replying to a thread."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from community.composing.models import Draft
from community.composing.operations import save_draft
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Post
from community.notifications import operations as notifications
from community.notifications.models import Event
from tests.acts import reply


def test_a_reply_gets_the_next_number_and_counts(thread, ines):
    post = reply(thread, ines)

    thread.refresh_from_db()
    assert (post.number, thread.reply_count, thread.last_number) == (2, 1, 2)
    assert (thread.last_poster, thread.last_activity_at) == (ines, post.published_at)


def test_a_member_replies_on_the_page_and_lands_on_their_post(thread, ines, as_member):
    client = as_member(ines)

    answer = client.post(f"/discussions/{thread.pk}/reply/", {"body": "I asked for one named nurse.", "token": uuid4()})

    post = Post.objects.get(author=ines)
    assert answer.status_code == 302
    assert answer.url == f"{thread.get_absolute_url()}#post-{post.pk}"
    assert "I asked for one named nurse." in client.get(answer.url).text


def test_sending_a_reply_twice_makes_one_post_and_leads_to_it(thread, ines, as_member):
    client, sent = as_member(ines), {"body": "Once.", "token": uuid4()}

    first = client.post(f"/discussions/{thread.pk}/reply/", sent)
    second = client.post(f"/discussions/{thread.pk}/reply/", sent)

    assert first.url == second.url
    assert Post.objects.filter(author=ines).count() == 1


def test_an_empty_reply_is_explained_beside_the_box(thread, ines, as_member):
    answer = as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": "  ", "token": uuid4()})

    assert answer.status_code == 422
    assert "Write something first." in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_reply_that_is_too_long_comes_back_with_its_text(thread, ines, as_member, settings):
    settings.POST_LENGTH = 20

    answer = as_member(ines).post(
        f"/discussions/{thread.pk}/reply/", {"body": "One more word than there is room for", "token": uuid4()}
    )

    assert answer.status_code == 422
    assert "One more word than there is room for" in answer.text


def test_nobody_replies_in_a_locked_thread_and_the_text_comes_back(thread, ines, as_member):
    forum.set_locked(thread, True)

    with pytest.raises(PermissionDenied):
        reply(thread, ines)
    answer = as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": "A moment late", "token": uuid4()})

    assert answer.status_code == 403
    assert "A moment late" in answer.text
    assert "closed to new replies" in answer.text
    assert "A moment late" in as_member(ines).get("/drafts/").text
    forum.set_locked(thread, False)
    assert "A moment late" in as_member(ines).get(thread.get_absolute_url()).text


def test_a_text_beyond_the_limit_of_a_minute_is_saved_as_a_draft(thread, ines, as_member, monkeypatch):
    monkeypatch.setattr("community.core.access.allow", lambda key, *limit: not key.startswith("posts"))

    answer = as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": "A seventh text", "token": uuid4()})

    assert answer.status_code == 429
    assert "A seventh text" in answer.text
    assert "A seventh text" in as_member(ines).get("/drafts/").text


def test_a_refused_text_never_replaces_one_from_another_window(thread, ines, as_member):
    save_draft(ines, thread.key, body="From the other window", rich=False)
    forum.set_locked(thread, True)

    as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": "A moment late", "token": uuid4()})

    assert Draft.objects.get().body == "From the other window"


def test_a_guest_is_asked_to_sign_in_and_finds_their_text_again(thread, ines, guest):
    answer = guest.post(f"/discussions/{thread.pk}/reply/", {"body": "Typed for half an hour", "token": uuid4()})
    assert answer.status_code == 302

    guest.force_login(ines, backend="community.members.sessions.MemberBackend")

    page = guest.get(thread.get_absolute_url())
    assert "Typed for half an hour" in page.text
    assert "Typed for half an hour" not in guest.get(thread.get_absolute_url()).text


def test_an_answer_says_which_post_it_answers(thread, maria, ines, as_member):
    opening = thread.posts.get()

    post = reply(thread, ines, answers=opening)

    page = as_member(maria).get(thread.get_absolute_url())
    assert post.answers == opening
    assert "Replying to Maria, 1" in page.text


def test_a_reply_reaches_the_other_followers_but_not_its_author(thread, maria, ines, joan):
    forum.follow(thread, joan)

    post = reply(thread, ines)
    notifications.expand(Event.objects.get().pk)

    assert joan.notifications.get().source == post.key
    assert maria.notifications.get().source == post.key
    assert not ines.notifications.exists()


def test_rich_text_is_sanitised_before_it_is_stored(thread, ines, as_member):
    as_member(ines).post(
        f"/discussions/{thread.pk}/reply/",
        {"body": "<p>Hello <script>alert(1)</script><b onclick=x>there</b></p>", "rich": "on", "token": uuid4()},
    )

    assert Post.objects.get(author=ines).html == "<p>Hello <b>there</b></p>"


def test_plain_text_preserves_its_characters_and_paragraphs(thread, ines):
    post = forum.reply_to(thread, author=ines, text=richtext.from_plain("1 < 2 & so on\n\nNext"), token=uuid4())

    assert post.html == "<p>1 &lt; 2 &amp; so on</p><p>Next</p>"
    assert post.plain == "1 < 2 & so on\nNext"


def test_an_answer_that_comes_back_with_an_error_still_says_whom_it_answers(thread, ines, as_member):
    sent = {"body": " ", "token": uuid4(), "answers": thread.posts.get().pk}

    page = as_member(ines).post(f"/discussions/{thread.pk}/reply/", sent)

    assert page.status_code == 422
    assert "Replying to Maria, 1." in page.text
