"""What shared computers and caches may store."""

import pytest


def test_a_page_for_a_member_is_never_stored_by_shared_caches(thread, maria, as_member):
    answer = as_member(maria).get(thread.get_absolute_url())

    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_nor_is_the_page_about_an_address_that_only_a_button_may_use(thread, maria, as_member):
    answer = as_member(maria).get(f"/discussions/{thread.pk}/follow/")

    assert answer.status_code == 405
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/groups/breast-cancer/", "/posts/{post}/", "/discussions/{thread}/{slug}/"])
def test_a_guest_reads_without_a_cookie_a_token_or_a_nonce(thread, guest, path):
    post = thread.posts.get()

    answer = guest.get(path.format(post=post.pk, thread=thread.pk, slug=thread.slug))

    assert answer.status_code in (200, 302)
    assert not answer.cookies
    assert "csrf" not in answer.text.lower()
    assert "nonce-" not in answer["Content-Security-Policy"]
    assert "no-store" not in answer.get("Cache-Control", "")
