"""References such as "post:123", for layers that know only keys."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.core import refs
from tests.acts import reply, start


def test_a_key_is_parsed_into_kind_and_id():
    assert refs.split("post:123") == ("post", 123)


@pytest.mark.parametrize("key", ["", "post", "post:", "post:x", ":", "nothing:1", "post:1:2", "post:-1"])
def test_an_invalid_key_is_seen_by_nobody(key, ruth):
    assert not refs.visible(key, ruth)


def test_a_post_that_a_member_may_read_is_described(thread, maria, ines):
    post = reply(thread, ines, "A gentle walk helped me.")

    found = refs.describe([post.key], maria)[post.key]

    assert (found.title, found.author, found.text) == (thread.title, ines, "A gentle walk helped me.")
    assert found.url == post.get_absolute_url()


def test_what_the_viewer_may_not_see_is_left_out(group, maria, thread):
    hidden = start(group, maria, "Among ourselves", audience="members")
    guest = AnonymousUser()

    assert refs.visible(hidden.key, maria)
    assert not refs.visible(hidden.key, guest)
    assert set(refs.describe([hidden.key, hidden.thread.key, thread.key], guest)) == {thread.key}


def test_many_keys_take_one_statement_per_kind(thread, maria, ines, django_assert_num_queries):
    posts = [reply(thread, ines) for _ in range(5)]

    with django_assert_num_queries(2):
        found = refs.describe([thread.key, *(post.key for post in posts)], maria)

    assert len(found) == 6
