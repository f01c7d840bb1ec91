"""The page of notifications."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.forum import operations as forum
from community.forum.models import Group, Membership
from community.notifications import operations as notifications
from community.notifications.models import Kind, Notification, Preferences
from tests.acts import reply, start
from tests.notifications.notifications import notify_followers, sentences, unread


def test_an_empty_list_says_what_will_appear_there(joan, as_member):
    page = as_member(joan).get("/notifications/").text

    assert "Nothing yet. When someone replies to you, you’ll see it here." in page
    assert "Mark all as read" not in page


def test_unread_notifications_come_first_then_the_newest(group, maria, ines, as_member):
    threads = [start(group, maria, f"Discussion {number}").thread for number in range(3)]
    for thread in threads:
        reply(thread, ines)
        notify_followers()
    for age, thread in enumerate(threads):
        rows = Notification.objects.filter(context=thread.key)
        rows.update(updated_at=timezone.now() - timedelta(hours=3 - age))
    notifications.read(maria, [maria.notifications.get(context=threads[2].key).pk])

    assert [sentence.split("“")[1] for sentence in sentences(maria)] == [
        "Discussion 1”",
        "Discussion 0”",
        "Discussion 2”",
    ]
    page = as_member(maria).get("/notifications/").text
    assert page.index("Discussion 1") < page.index("Discussion 0") < page.index("Discussion 2")
    assert "Discussion 2" not in as_member(maria).get("/notifications/?show=unread").text


def test_when_all_is_read_it_says_so(thread, maria, ines, as_member):
    reply(thread, ines)
    notify_followers()
    notifications.read(maria)

    assert "You’ve read everything." in as_member(maria).get("/notifications/?show=unread").text


def test_the_bell_says_how_much_is_unread_on_every_page(thread, maria, ines, as_member):
    reply(thread, ines)
    notify_followers()

    for path in ("/notifications/", "/posts/mine/"):
        assert "data-bell-count>1<" in as_member(maria).get(path).text


def test_whoever_paused_everything_reads_it_above_the_list(maria, as_member):
    note = "You’ve paused everything: we send you no email and nothing to your phone."
    assert note not in as_member(maria).get("/notifications/").text

    Preferences.objects.create(member=maria, is_paused=True)

    assert note in as_member(maria).get("/notifications/").text


def test_a_title_is_not_shown_once_the_member_may_not_read_it(thread, maria, ines, as_member):
    reply(thread, ines)
    notify_followers()
    notifications.read(maria)
    assert thread.title in as_member(maria).get("/notifications/").text

    closed = Group.objects.create(slug="closed", name="Closed", audience="private")
    forum.move_thread(thread, closed)

    page = as_member(maria).get("/notifications/").text
    assert thread.title not in page
    row = maria.notifications.get()
    assert as_member(maria).get(f"/notifications/{row.pk}/").url == "/notifications/"


def test_a_moderators_reason_is_shown_without_a_title_that_is_hidden(thread, maria, as_member):
    closed = Group.objects.create(slug="closed", name="Closed", audience="private")
    notifications.notify(maria, Kind.MODERATED, context=thread.key, source=thread.key, text="It fits better there.")
    forum.move_thread(thread, closed)

    page = as_member(maria).get("/notifications/").text

    assert "It fits better there." in page
    assert thread.title not in page


def test_whoever_still_may_read_it_sees_the_title(thread, maria, ines, as_member):
    closed = Group.objects.create(slug="closed", name="Closed", audience="private")
    Membership.objects.create(group=closed, member=maria)
    reply(thread, ines)
    notify_followers()
    forum.move_thread(thread, closed)

    assert thread.title in as_member(maria).get("/notifications/").text


def test_a_guest_is_asked_to_sign_in(guest, db):
    assert guest.get("/notifications/").url.startswith("/accounts/login/")
    assert guest.post("/notifications/read/").url.startswith("/accounts/login/")


def test_reading_is_never_a_link(maria, as_member):
    assert as_member(maria).get("/notifications/read/").status_code == 405


def test_a_long_list_has_pages(group, maria, ines, as_member):
    for number in range(31):
        reply(start(group, maria, f"Discussion {number}").thread, ines)
    notify_followers()

    page = as_member(maria).get("/notifications/").text
    assert 'rel="next" href="?page=2"' in page
    assert 'rel="prev"' in as_member(maria).get("/notifications/?page=2").text


@pytest.mark.parametrize("page", ["0", "x", "999", "9" * 40])
def test_an_invalid_page_is_no_error(maria, as_member, page):
    assert as_member(maria).get(f"/notifications/?page={page}").status_code == 200


def test_a_read_row_does_not_report_what_a_later_row_about_the_same_discussion_does(
    thread, maria, ines, tess, as_member
):
    first = reply(thread, ines)
    notify_followers()
    notifications.read(maria)
    later = reply(thread, tess)
    reply(thread, ines)
    notify_followers()
    read, unread_row = maria.notifications.order_by("pk")

    assert sentences(maria) == [
        f"Ines and 1 other replied in “{thread.title}”",
        f"Ines replied in “{thread.title}”",
    ]
    client = as_member(maria)
    assert client.get(f"/notifications/{read.pk}/")["Location"] == f"/posts/{first.pk}/"
    assert client.get(f"/notifications/{unread_row.pk}/")["Location"] == f"/posts/{later.pk}/"


def test_of_two_rows_about_a_followed_discussion_one_has_the_button(thread, maria, ines, as_member):
    reply(thread, ines)
    notify_followers()
    notifications.read(maria)
    reply(thread, ines)
    notify_followers()

    page = as_member(maria).get("/notifications/").text

    assert page.count(thread.title) > 2
    assert page.count(f'id="follow-{thread.pk}"') == 1


@pytest.mark.parametrize("words", ["@Maria, are you there?", "Yes."], ids=["a mention", "an answer"])
def test_a_discussion_is_muted_from_the_row_and_the_same_page_follows(words, group, maria, ines, joan, as_member):
    thread = start(group, joan, "Sleep after treatment").thread
    post = reply(thread, maria)
    for _number in range(2):
        reply(thread, ines, words, answers=post)
    notify_followers()
    client = as_member(maria)
    page = client.get("/notifications/?show=unread").text
    assert page.count(f'action="/discussions/{thread.pk}/follow/"') == 1
    assert 'value="/notifications/?page=1&amp;show=unread"' in page

    answer = client.post(
        f"/discussions/{thread.pk}/follow/", {"follow": "mute", "next": "/notifications/?page=1&show=unread"}
    )

    assert answer["Location"] == "/notifications/?page=1&show=unread"
    assert unread(maria) == 0
    assert f'action="/discussions/{thread.pk}/follow/"' not in client.get("/notifications/").text


def test_the_list_links_to_the_choices(maria, as_member):
    assert 'href="/notifications/preferences/"' in as_member(maria).get("/notifications/").text
