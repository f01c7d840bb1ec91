"""Replies that arrive while a page is rendered, and events that cannot be expanded."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from community.forum import operations as forum
from community.forum.models import Group, Membership
from community.notifications import operations as notifications
from community.notifications.models import Event, Kind, Notification
from tests.acts import reply, start


def test_a_reply_that_arrived_while_the_page_was_built_stays_unread(thread, joan, ines):
    forum.follow(thread, joan)
    reply(thread, ines)
    page_ended_at = 2
    late = reply(thread, ines)
    for event in Event.objects.filter(done_at=None):
        notifications.expand(event.pk)

    forum.visit(joan, thread, number=page_ended_at)

    row = joan.notifications.unread().get()
    assert row.first_number == late.number


def test_a_notification_created_after_a_visit_is_read_by_the_next_one(thread, joan, ines, as_member):
    forum.follow(thread, joan)
    reply(thread, ines)
    client = as_member(joan)
    client.get(thread.get_absolute_url())
    Notification.objects.create(
        recipient=joan, kind=Kind.REPLIED, context=thread.key, source="post:1", first_number=2, open_key=thread.key
    )

    client.get(thread.get_absolute_url())

    assert not joan.notifications.unread().exists()


def test_one_event_that_fails_does_not_delay_the_others(thread, joan, ines):
    forum.follow(thread, joan)
    Event.objects.create(kind=Kind.REPLIED, context="thread:0", source="post:0", number=1)
    reply(thread, ines)

    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        notifications.sweep()

    assert joan.notifications.unread().count() == 1


def test_an_answer_does_not_notify_whoever_may_no_longer_read_there(maria, ines, joan):
    private = Group.objects.create(slug="inside", name="Inside", audience="private")
    for member in (maria, ines, joan):
        Membership.objects.create(group=private, member=member)
    thread = start(private, maria, "Between us").thread
    post = reply(thread, joan)
    Membership.objects.filter(member=joan).delete()

    reply(thread, ines, answers=post)

    assert not joan.notifications.exists()
