"""The posts that arrived while somebody read, fetched by "2 new replies. Show"."""

from community.forum import operations as forum
from community.forum.models import Visit
from tests.acts import reply


def test_it_brings_the_posts_after_the_last_one_shown(thread, ines, joan, as_member):
    for words in ("First new", "Second new"):
        reply(thread, ines, words)

    page = as_member(joan).get(f"/discussions/{thread.pk}/after/2/").text

    assert "Second new" in page
    assert "First new" not in page
    assert "<html" not in page


def test_it_marks_them_as_read(thread, ines, joan, as_member):
    client = as_member(joan)
    client.get(thread.get_absolute_url())
    reply(thread, ines)

    client.get(f"/discussions/{thread.pk}/after/1/")

    assert Visit.objects.get(member=joan, thread=thread).number == 2


def test_it_goes_no_further_than_the_page_and_leads_on(long_thread, joan, as_member):
    thread = long_thread(45)

    answer = as_member(joan).get(f"/discussions/{thread.pk}/after/15/")

    assert [post.number for post in answer.context["posts"]] == [16, 17, 18, 19, 20]
    assert "?page=2" in answer.text


def test_after_the_last_post_of_a_full_page_it_leads_to_the_next(long_thread, ines, joan, as_member):
    thread = long_thread(20)
    reply(thread, ines, "On the second page")

    answer = as_member(joan).get(f"/discussions/{thread.pk}/after/20/")

    assert "On the second page" in answer.text or "?page=2" in answer.text


def test_nothing_new_brings_nothing(thread, joan, as_member):
    for number in (1, 99, 10**30):
        answer = as_member(joan).get(f"/discussions/{thread.pk}/after/{number}/")
        assert answer.status_code == 200
        assert "<article" not in answer.text


def test_a_removed_post_comes_as_a_line(thread, ines, joan, as_member):
    forum.remove_post(reply(thread, ines, "Something I regret"), by_author=True)

    page = as_member(joan).get(f"/discussions/{thread.pk}/after/1/").text

    assert "The author removed post 2" in page
    assert "Something I regret" not in page


def test_a_guest_has_nothing_to_fetch(thread, guest):
    assert guest.get(f"/discussions/{thread.pk}/after/0/").url.startswith("/accounts/login/")
