"""A link in a mail stops that kind of mail: without signing in, and only when a button is pressed (RFC 8058)."""

import re

import pytest
from django.conf import settings
from django.test import Client

from community.forum import operations as forum
from community.forum.models import Follow
from community.notifications.mail_links import MUTE, mute_link, read_token, unsubscribe_link
from community.notifications.models import Kind, Preferences, bit_of
from community.notifications.models.preferences import AT_ONCE, IN_DIGEST
from tests.acts import reply
from tests.markup import text_as_shown as text_of

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def stranger():
    """A browser or mail program without a cookie, whose forms are checked for forgery as in production."""
    return Client(enforce_csrf_checks=True)


def path(link: str) -> str:
    assert link.startswith(settings.SITE_URL)
    return link.removeprefix(settings.SITE_URL)


def columns(member) -> tuple[int, int, int]:
    return Preferences.objects.values_list("email", "daily", "weekly").get(member=member)


def test_opening_a_link_changes_nothing(stranger, maria):
    page = stranger.get(path(unsubscribe_link(maria.pk, Kind.ANSWERED)))

    assert page.status_code == 200
    assert "Stop these emails?" in text_of(page)
    assert maria.email not in page.content.decode()
    assert not Preferences.objects.exists()
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("answered", (AT_ONCE & ~bit_of(Kind.ANSWERED), IN_DIGEST, 64)),
        ("daily", (AT_ONCE, 0, 64)),
        ("weekly", (AT_ONCE, IN_DIGEST, 0)),
        ("all", (0, 0, 0)),
    ],
)
def test_the_button_stops_what_the_link_is_about_and_undo_brings_it_back(stranger, maria, what, expected):
    Preferences.objects.create(member=maria, weekly=64)
    link = path(unsubscribe_link(maria.pk, what))

    page = stranger.post(link)
    assert columns(maria) == expected

    before = re.search(r'name="before" value="([^"]+)"', page.content.decode())
    assert "You’ll get these emails again" in text_of(stranger.post(link, {"before": before[1]}))
    assert columns(maria) == (AT_ONCE, IN_DIGEST, 64)


def test_a_mail_program_unsubscribes_in_one_request(stranger, maria):
    response = stranger.post(path(unsubscribe_link(maria.pk, "all")), ONE_CLICK)

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    assert not response.cookies
    assert columns(maria) == (0, 0, 0)


@pytest.mark.parametrize("spoil", [lambda t: t + "x", lambda t: t[1:], lambda t: t.split(":")[0], lambda t: "x"])
def test_a_token_that_is_not_ours_is_not_found(stranger, maria, spoil):
    token = path(unsubscribe_link(maria.pk, "all")).split("/")[-2]
    link = f"/notifications/unsubscribe/{spoil(token)}/"

    assert stranger.get(link).status_code == stranger.post(link, ONE_CLICK).status_code == 404
    assert not Preferences.objects.exists()


def test_a_token_for_one_thing_does_nothing_else(stranger, maria, ines, thread):
    mute = path(mute_link(maria.pk, thread.key)).split("/")[-2]
    assert read_token(MUTE, mute) == (maria.pk, thread.key)
    assert stranger.post(f"/notifications/unsubscribe/{mute}/", ONE_CLICK).status_code == 404

    page = stranger.post(path(unsubscribe_link(maria.pk, "all")))
    before = re.search(r'name="before" value="([^"]+)"', page.content.decode())
    assert stranger.post(path(unsubscribe_link(ines.pk, "all")), {"before": before[1]}).status_code == 404


def test_a_discussion_is_muted_from_a_mail_and_that_is_undone(stranger, thread, joan):
    forum.follow(thread, joan)
    link = path(mute_link(joan.pk, thread.key))
    assert thread.title in text_of(stranger.get(link))
    assert Follow.objects.get(member=joan).active

    muted = stranger.post(link)
    assert (Follow.objects.get(member=joan).active, Follow.objects.get(member=joan).muted) == (False, True)

    page_undo(stranger, muted, link)
    assert Follow.objects.get(member=joan).active


def page_undo(browser, page, link):
    """Press the button that undoes it on the page."""
    browser.post(link, {"undo": re.search(r'name="undo" value="([^"]+)"', page.content.decode())[1]})


def test_undo_starts_no_follow_that_was_not_there(stranger, thread, joan):
    link = path(mute_link(joan.pk, thread.key))

    page_undo(stranger, stranger.post(link), link)

    assert not Follow.objects.filter(member=joan).exists()
    reply(thread, joan)
    assert Follow.objects.get(member=joan).active


def test_undo_leaves_a_follow_that_had_ended(stranger, thread, joan):
    forum.unfollow(thread, joan)
    link = path(mute_link(joan.pk, thread.key))

    page_undo(stranger, stranger.post(link), link)

    assert (Follow.objects.get(member=joan).active, Follow.objects.get(member=joan).muted) == (False, False)


def test_a_button_that_is_pressed_twice_is_undone_as_once(stranger, thread, joan):
    forum.follow(thread, joan)
    link = path(mute_link(joan.pk, thread.key))
    form = {"before": re.search(r'name="before" value="([^"]+)"', stranger.get(link).content.decode())[1]}
    stranger.post(link, form)

    page_undo(stranger, stranger.post(link, form), link)

    assert Follow.objects.get(member=joan).active


def test_a_mute_of_before_is_not_undone_by_the_mail(stranger, thread, joan):
    forum.mute_thread(thread, joan)
    link = path(mute_link(joan.pk, thread.key))

    page = stranger.post(link)

    assert "We’ve muted this discussion" in text_of(page) and 'name="undo"' not in page.content.decode()
    stranger.post(link, {"undo": "mutes"})
    assert Follow.objects.get(member=joan).muted


def test_what_is_no_mute_is_not_undone(stranger, thread, joan):
    forum.unfollow(thread, joan)

    stranger.post(path(mute_link(joan.pk, thread.key)), {"undo": "follows"})

    assert not Follow.objects.get(member=joan).active


def test_a_discussion_that_the_member_may_not_see_any_more_shows_no_title(stranger, thread, joan):
    link = path(mute_link(joan.pk, thread.key))
    thread.audience = "private"
    thread.save()

    assert thread.title not in stranger.get(link).content.decode()


def test_a_discreet_member_sees_no_title_either(stranger, thread, joan):
    Preferences.objects.create(member=joan, is_discreet=True)

    assert thread.title not in stranger.get(path(mute_link(joan.pk, thread.key))).content.decode()


@pytest.mark.parametrize("what", [*Kind, "daily", "weekly"])
def test_who_came_for_one_kind_can_stop_all_mail_without_signing_in(stranger, maria, what):
    Preferences.objects.create(member=maria, email=255, daily=255, weekly=255)
    link = path(unsubscribe_link(maria.pk, what))
    assert 'name="all"' in stranger.get(link).content.decode()

    page = stranger.post(link, {"all": "yes"})

    assert columns(maria) == (0, 0, 0)
    assert "All emails about what happens here" in text_of(page)
    before = re.search(r'name="before" value="([^"]+)"', page.content.decode())
    stranger.post(link, {"before": before[1]})
    assert columns(maria) == (255, 255, 255)


@pytest.mark.parametrize("what", [*Kind, "daily", "weekly", "all"])
def test_a_page_opened_again_says_that_it_is_done(stranger, maria, what):
    link = path(unsubscribe_link(maria.pk, what))
    stranger.post(link)

    page = stranger.get(link)

    assert "We’ve stopped these emails" in text_of(page)
    assert "Stop these emails?" not in text_of(page)
    assert ('name="all"' in page.content.decode()) == (what != "all")


def test_a_mute_link_opened_again_says_that_it_is_done_and_undoes_nothing(stranger, thread, joan):
    forum.mute_thread(thread, joan)
    link = path(mute_link(joan.pk, thread.key))

    for page in (stranger.get(link), stranger.post(link)):
        assert "We’ve muted this discussion" in text_of(page)
        assert 'name="undo"' not in page.content.decode()
    assert Follow.objects.get(member=joan).muted


@pytest.mark.parametrize("kind", ["unsubscribe", "mute"])
def test_a_link_that_a_mail_program_cut_says_what_to_do(stranger, maria, thread, kind):
    whole = unsubscribe_link(maria.pk, "daily") if kind == "unsubscribe" else mute_link(maria.pk, thread.key)

    page = stranger.get(path(whole)[:-9] + "/")

    assert page.status_code == 404
    assert "Part of it may be missing." in text_of(page)
    assert 'href="/notifications/preferences/"' in page.content.decode()


def test_each_page_says_whose_mail_it_is_about(stranger, maria, thread):
    for link in (unsubscribe_link(maria.pk, Kind.MENTIONED), mute_link(maria.pk, thread.key)):
        assert "This is for the account “Maria”." in text_of(stranger.get(path(link)))
    page = stranger.get(path(unsubscribe_link(maria.pk, Kind.MENTIONED)))
    assert "These emails are about this: Someone mentioned you in a post." in text_of(page)
