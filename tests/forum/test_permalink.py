"""A link to one post leads each viewer to the right page."""

import pytest

from community.forum import operations as forum
from tests.acts import reply


@pytest.mark.parametrize(("number", "query"), [(1, ""), (20, ""), (21, "?page=2"), (45, "?page=3")])
def test_a_permalink_leads_to_the_page_and_the_post(long_thread, guest, number, query):
    thread = long_thread(45)
    post = thread.posts.get(number=number)

    answer = guest.get(post.get_absolute_url())

    assert answer.url == f"{thread.get_absolute_url()}{query}#post-{post.pk}"
    page = guest.get(answer.url).text
    assert f'id="post-{post.pk}" tabindex="-1"' in page


def test_a_post_that_never_was_is_not_found(db, guest):
    assert guest.get("/posts/424242/").status_code == 404
    assert guest.get(f"/posts/{10**30}/").status_code == 404


def test_an_author_finds_their_removed_post_when_the_whole_discussion_is_gone(thread, maria, guest, as_member):
    post = thread.posts.get()
    forum.remove_post(post, by_author=True)

    page = as_member(maria).get(post.get_absolute_url())

    assert page.status_code == 200
    assert "You removed this post." in page.text
    assert guest.get(post.get_absolute_url()).status_code == 404


def test_the_list_of_own_posts_shows_nobody_elses(thread, ines, joan, as_member, guest):
    forum.remove_post(reply(thread, ines, "Something I regret"), by_author=True)

    assert "Something I regret" in as_member(ines).get("/posts/mine/").text
    assert "Something I regret" not in as_member(joan).get("/posts/mine/").text
    assert guest.get("/posts/mine/").status_code == 302
