"""A member's page says how many posts they have, and leads to all that the viewer may read."""

import pytest

from community.content_warnings import Label
from community.forum import operations as forum
from community.safety.models import WatchedPhrase
from tests.acts import reply, start

PATH = "/members/Maria/posts/"


@pytest.fixture
def posts(thread, members_thread, maria):
    """Two public posts of Maria's, one for members, and one each that is held and removed."""
    WatchedPhrase.objects.create(phrase="miracle cure", reason="medical")
    reply(thread, maria, "A second post")
    reply(thread, maria, "A miracle cure")
    forum.remove_post(reply(thread, maria, "Taken back"), by_author=True)
    return thread


@pytest.mark.parametrize(("who", "count"), [(None, 2), ("joan", 3), ("maria", 3), ("ruth", 3)])
def test_the_count_is_of_the_posts_that_the_viewer_may_read(who, count, posts, request, guest, as_member):
    client = as_member(request.getfixturevalue(who)) if who else guest

    profile = " ".join(client.get("/members/Maria/").text.split())
    answer = client.get(PATH)

    assert f'<a href="{PATH}">{count} posts</a>' in profile
    assert f"{count} posts" in " ".join(answer.text.split())
    assert len(answer.context["rows"]) == count
    assert "miracle" not in answer.text
    assert "Taken back" not in answer.text


def test_the_newest_post_is_first_and_each_leads_to_itself(posts, maria, guest):
    post = reply(posts, maria, "The newest")

    answer = guest.get(PATH)

    assert answer.context["rows"][0] == post
    assert f'href="{post.get_absolute_url()}"' in answer.text


def test_the_pages_lose_nothing(posts, maria, settings, guest):
    settings.THREADS_PER_PAGE = 3
    for number in range(5):
        reply(posts, maria, f"Reply {number}")

    found, address = [], PATH
    while address:
        answer = guest.get(address)
        found.append([post.pk for post in answer.context["rows"]])
        address = answer.context["older"]

    assert [len(page) for page in found] == [3, 3, 1]
    assert len({pk for page in found for pk in page}) == 7


def test_a_member_without_posts_has_an_empty_page(joan, guest):
    page = guest.get("/members/Joan/posts/").text

    assert "Joan hasn’t written anything that you can read." in page
    assert "posts</a>" not in guest.get("/members/Joan/").text


def test_what_a_viewer_mutes_is_neither_listed_nor_counted(posts, group, maria, joan, as_member):
    start(group, maria, "How long we have", labels=int(Label.PROGNOSIS))
    forum.mute_labels(joan, Label.PROGNOSIS, until=None)

    answer = as_member(joan).get(PATH)

    assert "How long we have" not in answer.text
    assert answer.context["count"] == len(answer.context["rows"]) == 3


@pytest.mark.parametrize("name", ["nobody", "ines"])
def test_there_is_no_page_of_a_member_who_is_not_there(name, ines, guest):
    ines.is_active = False
    ines.save(update_fields=["is_active"])

    assert guest.get(f"/members/{name}/posts/").status_code == 404


def test_it_costs_the_same_with_many_posts(posts, maria, guest, django_assert_num_queries):
    with django_assert_num_queries(3):
        guest.get(PATH)
    for number in range(15):
        reply(posts, maria, f"Reply {number}")

    with django_assert_num_queries(3):
        guest.get(PATH)
