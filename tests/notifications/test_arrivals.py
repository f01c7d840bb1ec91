"""Toasts, and the figures for pages without a socket."""

import time

import pytest

from community.forum import operations as forum
from community.forum.models import Group, Membership
from community.notifications import operations as notifications
from community.notifications.models import Kind, Preferences
from tests.acts import reply, start
from tests.notifications.notifications import notify_followers

HTMX = {"HX-Request": "true"}


def version(age: float = 0) -> int:
    """Return the version of figures this many seconds ago."""
    return int((time.time() - age) * 1e6)


@pytest.fixture
def arrived(thread, maria, ines):
    """A reply that Maria is notified of."""
    reply(thread, ines)
    notify_followers()


def test_a_toast_says_what_arrived(arrived, maria, as_member):
    part = as_member(maria).get("/notifications/arrival/", {"since": version()}).text

    assert "Ines replied in" in part
    assert f"/notifications/{maria.notifications.get().pk}/" in part
    assert "Don’t show these" in part


@pytest.mark.parametrize("since", ["", "x", "0", "-1", "9" * 17, "9" * 30])
def test_an_invalid_version_shows_nothing(arrived, maria, as_member, since):
    assert as_member(maria).get("/notifications/arrival/", {"since": since}).status_code == 204


def test_what_came_long_before_is_no_arrival(arrived, maria, as_member):
    maria.notifications.update(updated_at="2026-01-01T10:00:00Z")

    assert as_member(maria).get("/notifications/arrival/", {"since": version()}).status_code == 204


def test_what_was_read_is_no_arrival(arrived, maria, as_member):
    notifications.read(maria)

    assert as_member(maria).get("/notifications/arrival/", {"since": version()}).status_code == 204


def test_the_discussion_on_the_page_is_not_announced(arrived, thread, maria, as_member):
    sent = {"since": version(), "thread": thread.pk}

    assert as_member(maria).get("/notifications/arrival/", sent).status_code == 204


def test_a_decision_about_the_discussion_on_the_page_is(arrived, thread, maria, as_member):
    notifications.notify(maria, Kind.MODERATED, context=thread.key, source=thread.key, text="No.")

    part = as_member(maria).get("/notifications/arrival/", {"since": version(), "thread": thread.pk}).text

    assert "A message from the moderators" in part


def test_what_the_member_may_not_read_any_more_is_not_announced(arrived, thread, maria, as_member):
    closed = Group.objects.create(slug="closed", name="Closed", audience="private")
    forum.move_thread(thread, closed)

    assert as_member(maria).get("/notifications/arrival/", {"since": version()}).status_code == 204


def test_toasts_can_be_switched_off_and_on_again(arrived, maria, as_member):
    client = as_member(maria)

    part = client.post("/notifications/toasts/", {"show": "no"}, headers=HTMX).text

    assert "New alerts no longer show on the page." in part
    assert not Preferences.objects.get(member=maria).shows_toasts
    assert client.get("/notifications/arrival/", {"since": version()}).status_code == 204
    assert "Show them again" in part
    client.post("/notifications/toasts/", {"show": "yes"}, headers=HTMX)
    assert "Ines replied in" in client.get("/notifications/arrival/", {"since": version()}).text


def test_without_script_switching_them_off_leads_back(maria, as_member):
    here = {"Referer": "http://testserver/guidelines/"}

    answer = as_member(maria).post("/notifications/toasts/", {"show": "no"}, headers=here, follow=True)

    assert answer.request["PATH_INFO"] == "/guidelines/"
    assert "New alerts no longer show on the page." in answer.text


def test_the_figures_are_those_of_the_socket(arrived, thread, maria, as_member):
    inbox, about_thread = as_member(maria).get(f"/notifications/figures/?thread={thread.pk}").json()["messages"]

    assert inbox.keys() == {"type", "unread", "version"}
    assert inbox["unread"] == 1
    assert about_thread.keys() == {"type", "thread", "version", "last"}
    assert (about_thread["thread"], about_thread["last"]) == (thread.pk, 2)


@pytest.mark.parametrize("thread_key", ["", "x", "0", "9" * 30, "-1"])
def test_figures_without_a_discussion_are_those_of_the_inbox(arrived, maria, as_member, thread_key):
    messages = as_member(maria).get("/notifications/figures/", {"thread": thread_key}).json()["messages"]

    assert [message["type"] for message in messages] == ["inbox"]


def test_figures_say_nothing_of_a_discussion_that_the_member_may_not_read(maria, joan, as_member):
    closed = Group.objects.create(slug="closed", name="Closed", audience="private")
    Membership.objects.create(group=closed, member=maria)
    thread = start(closed, maria, "Among ourselves").thread

    answer = as_member(joan).get(f"/notifications/figures/?thread={thread.pk}").json()

    assert [message["type"] for message in answer["messages"]] == ["inbox"]
