"""The pages of a discussion: each a range of numbers, so that links stay valid."""

import re

import pytest
from django.utils import timezone

from community.forum import operations as forum
from tests.acts import reply


def numbers(answer):
    return [post.number for post in answer.context["posts"]]


def test_a_page_is_a_range_of_numbers(long_thread, guest):
    thread = long_thread(45)

    assert numbers(guest.get(thread.get_absolute_url())) == list(range(1, 21))
    assert numbers(guest.get(f"{thread.get_absolute_url()}?page=2")) == list(range(21, 41))
    assert numbers(guest.get(f"{thread.get_absolute_url()}?page=3")) == list(range(41, 46))
    assert numbers(guest.get(f"{thread.get_absolute_url()}?page=last")) == list(range(41, 46))


def test_a_removed_post_still_occupies_its_number_so_that_no_page_shifts(long_thread, guest):
    thread = long_thread(45)
    for number in (5, 21):
        forum.remove_post(thread.posts.get(number=number), by_author=True)

    assert numbers(guest.get(thread.get_absolute_url())) == list(range(1, 21))
    assert numbers(guest.get(f"{thread.get_absolute_url()}?page=2")) == list(range(21, 41))
    assert "The author removed post 21" in guest.get(f"{thread.get_absolute_url()}?page=2").text


@pytest.mark.parametrize(("number", "page"), [("1", 1), ("20", 1), ("21", 2), ("45", 3), ("0", 1), ("999999", 3)])
def test_a_reader_goes_to_the_number_they_want(long_thread, guest, number, page):
    thread = long_thread(45)

    assert guest.get(f"{thread.get_absolute_url()}?number={number}").context["page"] == page


@pytest.mark.parametrize(("number", "noted"), [("45", False), ("46", True), ("999999", True), ("0", False)])
def test_the_field_for_a_number_names_the_first_and_last_and_a_note_says_that_one_is_too_high(
    long_thread, guest, number, noted
):
    page = guest.get(f"{long_thread(45).get_absolute_url()}?number={number}").text

    assert " ".join(page.split()).count("Go to post (1 to 45)") == 2
    assert ("The posts here go from 1 to 45. These are the newest ones." in page) is noted
    assert page.count('id="sought"') == 1


@pytest.mark.parametrize(
    "page", ["0", "4", "-1", "x", "", "1.5", "99999999999999999999", "00000000199", "000000001" + "9" * 5000, "%00"]
)
def test_an_invalid_page_is_not_found(long_thread, guest, page):
    thread = long_thread(45)

    assert guest.get(f"{thread.get_absolute_url()}?page={page}").status_code == 404


@pytest.mark.parametrize("number", ["x", "", "-3", "1.5", "%00"])
def test_an_invalid_number_shows_the_first_page(long_thread, guest, number):
    thread = long_thread(45)

    assert guest.get(f"{thread.get_absolute_url()}?number={number}").context["page"] == 1


def test_pages_have_real_links(long_thread, guest):
    thread = long_thread(45)

    page = guest.get(f"{thread.get_absolute_url()}?page=2").text

    assert 'rel="prev" href="?page=1"' in page
    assert 'rel="next" href="?page=3"' in page
    assert "Page 2 of 3" in page
    assert f'<link rel="canonical" href="{thread.get_absolute_url()}?page=2">' in page


def test_a_short_discussion_has_no_pages_to_choose(thread, guest):
    assert "Page 1 of" not in guest.get(thread.get_absolute_url()).text


def test_another_slug_redirects_to_the_right_address_and_the_same_page(long_thread, guest):
    thread = long_thread(45)

    answer = guest.get(f"/discussions/{thread.pk}/an-old-title/?page=2")

    assert answer.status_code == 301
    assert answer.url == f"{thread.get_absolute_url()}?page=2"


def test_a_discussion_that_never_was_is_not_found(db, guest):
    assert guest.get("/discussions/424242/x/").status_code == 404
    assert guest.get(f"/discussions/{10**30}/x/").status_code == 404


def test_a_post_shows_its_author_badge_and_moment(thread, tess, guest):
    post = reply(thread, tess, "I have been there.")

    page = guest.get(thread.get_absolute_url()).text

    assert "Mentor" in page
    assert f'href="/posts/{post.pk}/"' in page
    assert f'datetime="{timezone.localtime(post.published_at).isoformat()}"' in page


def test_a_member_is_offered_what_they_may_do_and_no_more(thread, maria, ines, ruth, guest, as_member):
    mine = reply(thread, ines)
    path = thread.get_absolute_url()

    assert f"/posts/{mine.pk}/edit/" in as_member(ines).get(path).text
    assert f"/posts/{mine.pk}/remove/" in as_member(ines).get(path).text
    assert f"source=post:{mine.pk}" not in as_member(ines).get(path).text
    for other in (as_member(maria), as_member(ruth), guest):
        page = other.get(path).text
        assert f"/posts/{mine.pk}/edit/" not in page
        assert f"source=post:{mine.pk}" in page
    assert ">Moderate</a>" in as_member(ruth).get(path).text
    assert ">Moderate</a>" not in as_member(maria).get(path).text


def test_a_reply_to_one_post_starts_from_that_post(thread, ines, as_member):
    opening = thread.posts.get()

    page = as_member(ines).get(f"{thread.get_absolute_url()}?page=last&answers={opening.pk}").text

    assert "Replying to Maria, 1." in page
    assert f'name="answers" value="{opening.pk}"' in page


@pytest.mark.parametrize("answers", ["0", "x", "9" * 40, "424242"])
def test_answering_nothing_is_a_plain_reply(thread, ines, as_member, answers):
    page = as_member(ines).get(f"{thread.get_absolute_url()}?answers={answers}")

    assert page.status_code == 200
    assert 'name="answers"' not in page.text
    assert not re.search(r">\s*You are answering", page.text)  # the form has the words for the script in an attribute


@pytest.mark.parametrize(
    ("who", "locked", "offered"),
    [(None, False, False), ("joan", False, True), ("joan", True, False), ("ruth", True, True)],
)
def test_only_who_may_reply_can_skip_to_the_reply(who, locked, offered, thread, request, guest, as_member):
    if locked:
        forum.set_locked(thread, locked=True)
    client = as_member(request.getfixturevalue(who)) if who else guest

    page = client.get(thread.get_absolute_url()).text

    assert ('<a class="skip" href="#reply">' in page) is offered
    assert ('id="reply"' in page) is offered
