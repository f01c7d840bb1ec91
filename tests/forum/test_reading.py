"""What a member has read, and what they follow."""

import pytest

from community.forum import operations as forum
from community.forum.models import Follow, Visit
from tests.acts import reply


def last_seen(member, thread):
    found = Visit.objects.filter(member=member, thread=thread).first()
    return found.number if found else None


def test_opening_a_page_moves_last_seen_to_its_last_post(long_thread, joan, as_member):
    thread, client = long_thread(45), as_member(joan)

    client.get(thread.get_absolute_url())
    assert last_seen(joan, thread) == 20

    client.get(f"{thread.get_absolute_url()}?page=last")
    assert last_seen(joan, thread) == 45


def test_last_seen_never_goes_back(long_thread, joan, as_member):
    thread, client = long_thread(45), as_member(joan)
    client.get(f"{thread.get_absolute_url()}?page=3")

    client.get(thread.get_absolute_url())
    forum.visit(joan, thread, number=7)

    assert last_seen(joan, thread) == 45


def test_a_guest_leaves_no_trace(long_thread, guest):
    guest.get(long_thread(3).get_absolute_url())

    assert not Visit.objects.exists()


def test_a_member_goes_on_reading_with_one_press(long_thread, ines, joan, as_member):
    thread, client = long_thread(20), as_member(joan)
    assert "Continue reading" not in client.get(thread.get_absolute_url()).text
    reply(thread, ines)

    page = client.get(thread.get_absolute_url()).text
    assert f'href="{thread.get_absolute_url()}?number=21#unread"' in page

    arrived = client.get(f"{thread.get_absolute_url()}?number=21")
    assert 'id="unread"' in arrived.text
    assert arrived.context["page"] == 2
    assert ">New</span>" in arrived.text


def test_a_read_post_is_not_new(long_thread, joan, as_member):
    thread, client = long_thread(5), as_member(joan)
    client.get(thread.get_absolute_url())

    page = client.get(thread.get_absolute_url()).text

    assert ">New</span>" not in page
    assert "Continue reading" not in page


def test_a_member_who_replies_right_after_what_they_read_has_read_their_own_reply(thread, joan, as_member):
    client = as_member(joan)
    client.get(thread.get_absolute_url())

    reply(thread, joan)

    assert last_seen(joan, thread) == 2


def test_whoever_replies_past_unread_posts_still_has_them_to_read(thread, ines, joan, as_member):
    as_member(joan).get(thread.get_absolute_url())
    reply(thread, ines)

    reply(thread, joan)

    assert last_seen(joan, thread) == 1


def test_replying_follows(thread, ines):
    reply(thread, ines)

    assert Follow.objects.get(thread=thread, member=ines).active


def test_a_member_follows_and_stops_on_the_page(thread, joan, as_member):
    client, path = as_member(joan), f"/discussions/{thread.pk}/follow/"
    assert ">Follow</button>" in client.get(thread.get_absolute_url()).text

    page = client.post(path, {"follow": "yes"}, follow=True).text
    assert ">Stop following</button>" in page
    assert Follow.objects.get(thread=thread, member=joan).active

    page = client.post(path, {"follow": "no"}, follow=True).text
    assert ">Follow</button>" in page
    assert not Follow.objects.get(thread=thread, member=joan).active


def test_whoever_stopped_following_stays_so_after_posting(thread, joan):
    reply(thread, joan)
    forum.unfollow(thread, joan)

    reply(thread, joan)

    assert not Follow.objects.get(thread=thread, member=joan).active


def test_following_twice_is_following_once(thread, joan):
    forum.follow(thread, joan)
    forum.follow(thread, joan)

    assert Follow.objects.filter(thread=thread, member=joan).count() == 1


@pytest.mark.parametrize("path", ["follow", "reply"])
def test_a_guest_is_asked_to_sign_in_first(thread, guest, path):
    assert guest.post(f"/discussions/{thread.pk}/{path}/").url.startswith("/accounts/login/")
    assert Follow.objects.count() == 1


def test_following_is_never_a_link(thread, joan, as_member):
    assert as_member(joan).get(f"/discussions/{thread.pk}/follow/").status_code == 405
