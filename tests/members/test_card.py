"""A member in short, as a page shows it beside their name."""

import pytest

from community.core.text import richtext
from community.forum import operations as forum
from tests.acts import reply, start


def card(client, name):
    return client.get(f"/members/{name}/card/")


@pytest.mark.parametrize("reader", ["guest", "joan"])
def test_it_says_who_they_are_since_when_and_how_much_they_wrote(thread, tess, guest, joan, as_member, reader):
    for number in range(2):
        reply(thread, tess, f"Words {number}")

    answer = card(guest if reader == "guest" else as_member(joan), "tess")

    assert answer.status_code == 200
    for text in ("Tess", "Mentor", "Member since", "2 posts", 'href="/members/Tess/"', "More about Tess"):
        assert text in answer.text
    assert "<html" not in answer.text
    assert reader == "joan" or not answer.cookies


def test_only_posts_are_counted_that_the_viewer_may_read(group, thread, tess, guest, joan, as_member):
    start(group, tess, "Among members", audience="members")
    forum.remove_post(reply(thread, tess, "Removed"), by_author=True)

    assert "0 posts" in card(guest, "Tess").text
    assert "1 post<" in card(as_member(joan), "Tess").text


@pytest.mark.parametrize("closed", [True, False])
def test_nobody_of_that_name_is_not_found(tess, guest, closed):
    type(tess).objects.filter(pk=tess.pk).update(is_active=not closed)

    assert card(guest, "Tess" if closed else "nobody").status_code == 404


@pytest.mark.parametrize("posts", [1, 50])
def test_it_costs_two_queries_however_much_they_wrote(thread, tess, guest, posts, django_assert_num_queries):
    days = [forum.ImportedPost(tess, richtext.from_plain(f"Day {day}"), thread.created_at) for day in range(posts)]
    forum.import_thread(thread.group, key="many", title="Many", posts=days)

    with django_assert_num_queries(2):
        assert f"{posts} post" in card(guest, "Tess").text


def test_it_changes_nothing(tess, guest):
    assert guest.post("/members/Tess/card/").status_code == 405
