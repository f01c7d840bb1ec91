"""Notifying followers survives any failure of the process that does it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.utils import timezone

from community.forum import operations as forum
from community.notifications import operations as notifications
from community.notifications.models import Event, Notification
from tests.acts import make_member, reply
from tests.forum.statements import statements
from tests.notifications.notifications import notify_followers, sentences, unread

EXPAND = import_module("community.notifications.operations.expand")  # the package exports a function of this name


@pytest.fixture
def event(thread, ines) -> Event:
    """A reply whose followers have not been notified."""
    reply(thread, ines)
    return Event.objects.get()


def test_expanding_twice_notifies_once(event, maria):
    notifications.expand(event.pk)
    first = maria.notifications.get()
    notifications.expand(event.pk)

    assert maria.notifications.get() == first
    event.refresh_from_db()
    assert event.done_at is not None


def test_a_current_lease_is_not_continued(event, maria):
    Event.objects.update(leased_until=timezone.now() + timedelta(seconds=20))

    notifications.expand(event.pk)

    assert unread(maria) == 0


def test_whoever_read_it_between_two_expansions_is_not_notified_again(event, thread, maria, as_member):
    notifications.expand(event.pk)
    as_member(maria).get(thread.get_absolute_url())
    Event.objects.update(done_at=None, leased_until=None, cursor=0)

    notifications.expand(event.pk)

    assert unread(maria) == 0
    assert maria.notifications.count() == 1


def test_an_expired_lease_is_continued_where_it_stopped(event, thread, maria, joan):
    forum.follow(thread, joan)
    Event.objects.update(leased_until=timezone.now() - timedelta(seconds=1), cursor=maria.pk)

    assert notifications.sweep() == 1

    assert (unread(maria), unread(joan)) == (0, 1)
    event.refresh_from_db()
    assert event.done_at is not None


def test_a_process_that_dies_in_the_middle_loses_and_doubles_nothing(event, thread, monkeypatch):
    members = [make_member(f"Follower{number}") for number in range(5)]
    for member in members:
        forum.follow(thread, member)
    monkeypatch.setattr(EXPAND, "BATCH", 2)
    batches = []

    def die_after_two(pks):
        batches.append(pks)
        if len(batches) == 2:
            raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(EXPAND, "push_unread_counts", die_after_two)
        with pytest.raises(SystemExit):
            notifications.expand(event.pk)
    assert Notification.objects.count() == 4
    Event.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    notifications.sweep()

    assert [unread(member) for member in members] == [1] * 5
    assert Notification.objects.count() == 6


def test_the_sweep_expands_what_a_dead_process_left(event, maria):
    assert notifications.sweep() == 0
    Event.objects.update(created_at=timezone.now() - timedelta(seconds=6))

    assert notifications.sweep() == 1

    assert unread(maria) == 1
    assert notifications.sweep() == 0


def test_old_expanded_events_are_deleted(event):
    notifications.expand(event.pk)
    Event.objects.update(done_at=timezone.now() - timedelta(days=8))

    notifications.forget_events()

    assert not Event.objects.exists()


def test_an_event_that_comes_late_still_counts(thread, maria, ines, joan):
    reply(thread, ines)
    reply(thread, joan)
    early, late = Event.objects.order_by("pk")

    notifications.expand(late.pk)
    notifications.expand(early.pk)

    assert maria.notifications.get().first_number == 2
    assert sentences(maria) == ["Joan and 1 other replied in “It came back after eleven years”"]


def test_an_event_about_a_deleted_post_is_completed(event, thread, maria):
    forum.remove_post(thread.posts.get(number=2), by_author=True)
    forum.remove_post(thread.posts.get(number=1), by_author=True)

    notify_followers()

    assert unread(maria) == 0
    event.refresh_from_db()
    assert event.done_at is not None


def test_notifying_many_takes_as_many_statements_as_notifying_one(event, thread, ines):
    one = statements(lambda: notifications.expand(event.pk))
    for number in range(40):
        forum.follow(thread, make_member(f"Follower{number}"))
    reply(thread, ines)

    second = Event.objects.get(done_at=None)
    many = statements(lambda: notifications.expand(second.pk))

    assert len(many) == len(one)
    assert Notification.objects.count() == 41
