"""An htmx request does what the whole page does: the same result and rights, and a fragment as response."""

import re

import pytest

from community.forum.models import Follow, State
from tests.acts import reply, start

HTMX = {"HX-Request": "true"}


@pytest.fixture(params=[{}, HTMX], ids=["whole page", "htmx"])
def way(request):
    """The headers of a plain browser, and of htmx."""
    return request.param


def test_following_and_stopping_do_the_same_with_and_without_htmx(thread, joan, as_member, way):
    client, path = as_member(joan), f"/discussions/{thread.pk}/follow/"

    client.post(path, {"follow": "yes"}, headers=way)
    assert Follow.objects.get(thread=thread, member=joan).active

    client.post(path, {"follow": "no"}, headers=way)
    assert not Follow.objects.get(thread=thread, member=joan).active


def test_with_htmx_the_response_is_the_button_and_the_message(thread, joan, as_member):
    sent = {"follow": "yes", "page": "1"}

    answer = as_member(joan).post(f"/discussions/{thread.pk}/follow/", sent, headers=HTMX)

    assert answer.status_code == 200
    assert "Stop following" in answer.text
    assert 'hx-swap-oob="innerHTML"' in answer.text
    assert "You’re following this discussion." in answer.text
    assert "<html" not in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_the_message_is_shown_once(thread, joan, as_member):
    client = as_member(joan)
    client.post(f"/discussions/{thread.pk}/follow/", {"follow": "yes"}, headers=HTMX)

    assert "You’re following this discussion." not in client.get(thread.get_absolute_url()).text


def test_the_question_before_removing_is_the_same_with_and_without_htmx(thread, ines, as_member, way):
    post = reply(thread, ines, "Something I regret")

    answer = as_member(ines).get(f"/posts/{post.pk}/remove/", headers=way)

    assert "Remove your post?" in answer.text
    assert "Something I regret" in answer.text
    assert ("<html" in answer.text) is not bool(way)
    assert "HX-Request" in answer["Vary"]


def test_removing_does_the_same_with_and_without_htmx(thread, ines, as_member, way):
    post = reply(thread, ines, "Something I regret")

    as_member(ines).post(f"/posts/{post.pk}/remove/", headers=way)

    post.refresh_from_db()
    assert (post.state, post.removed_by_author) == (State.REMOVED, True)


def test_with_htmx_a_line_replaces_the_post_and_offers_to_undo_it(thread, ines, as_member):
    post = reply(thread, ines, "Something I regret")

    answer = as_member(ines).post(f"/posts/{post.pk}/remove/", headers=HTMX)

    assert answer["HX-Trigger"] == '{"alongside:done": {}}'
    assert "You removed this post." in answer.text
    assert "The author" not in answer.text
    assert "Something I regret" not in answer.text
    assert re.search(
        rf'<form method="post" action="/posts/{post.pk}/restore/"><input type="hidden" name="csrf', answer.text
    )


def test_with_htmx_a_second_click_leads_to_the_list(thread, ines, as_member):
    post, client = reply(thread, ines), as_member(ines)
    client.post(f"/posts/{post.pk}/remove/", headers=HTMX)

    again = client.post(f"/posts/{post.pk}/remove/", headers=HTMX)

    assert (again.status_code, again["HX-Redirect"]) == (200, "/posts/mine/")
    assert "Location" not in again


def test_when_nothing_is_left_of_the_discussion_the_page_goes_to_the_list_of_own_posts(thread, maria, as_member):
    client = as_member(maria)

    answer = client.post(f"/posts/{thread.posts.get().pk}/remove/", headers=HTMX)

    assert answer["HX-Redirect"] == "/posts/mine/"
    assert "You removed your post. You can put it back here." in client.get("/posts/mine/").text


def test_nobody_gets_more_with_htmx_than_by_the_page(thread, maria, ines, joan, guest, as_member, way):
    post = reply(thread, ines)
    hidden = start(thread.group, maria, "Among ourselves", audience="private").thread

    assert as_member(joan).get(f"/posts/{post.pk}/remove/", headers=way).status_code == 404
    assert as_member(joan).post(f"/posts/{post.pk}/remove/", headers=way).status_code == 404
    assert as_member(joan).post(f"/discussions/{hidden.pk}/follow/", {"follow": "yes"}, headers=way).status_code == 404
    guest.post(f"/discussions/{thread.pk}/follow/", {"follow": "yes"}, headers=way)
    post.refresh_from_db()
    assert post.is_published
    assert not Follow.objects.filter(member=joan).exists()


def test_a_guest_is_led_to_sign_in_on_the_whole_page(thread, guest):
    answer = guest.post(f"/discussions/{thread.pk}/follow/", {"follow": "yes"}, headers=HTMX)

    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith("/accounts/login/")
    assert "Location" not in answer
    assert answer.content == b""


def test_a_form_without_its_token_is_refused_with_htmx_too(thread, joan, as_member):
    client = as_member(joan)
    client.handler.enforce_csrf_checks = True

    answer = client.post(f"/discussions/{thread.pk}/follow/", {"follow": "yes"}, headers=HTMX)

    assert answer.status_code == 403
    assert not Follow.objects.filter(member=joan).exists()


def test_a_post_of_somebody_who_left_can_be_reported_by_a_guest_and_is_nobodys_own(thread, ines, guest):
    post = reply(thread, ines, "Gone but here")
    type(post).objects.filter(pk=post.pk).update(author=None, edited_at=post.published_at)

    page = guest.get(thread.get_absolute_url()).text

    assert f"source=post:{post.pk}" in page
    assert f"/posts/{post.pk}/history/" not in page


def test_an_author_finds_the_earlier_text_of_their_post(thread, ines, joan, as_member):
    post, client = reply(thread, ines, "First words"), as_member(ines)
    client.post(f"/posts/{post.pk}/edit/", {"body": "Better words", "version": 1})

    assert f'href="/posts/{post.pk}/history/"' in client.get(thread.get_absolute_url()).text
    assert f"/posts/{post.pk}/history/" not in as_member(joan).get(thread.get_absolute_url()).text
