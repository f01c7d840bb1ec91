"""A post that is being committed while somebody mutes its group, or blocks its author, is not sent to them.

The post finds whom it concerns, the mute is committed and withdraws what is unread, and then the post is committed with
a notification that nobody withdraws any more. The sender asks again. On SQLite one writer waits for the other."""

from threading import Event, Thread

import pytest
from django.core import mail
from django.db import connection, connections

from community.forum import operations as forum
from community.forum.operations import mentions
from community.notifications import operations as notifications
from community.notifications.models import Delivery, Kind, Outcome
from community.notifications.sender import Sender
from tests.acts import reply
from tests.notifications.channels import LOCMEM
from tests.notifications.mails import wants
from tests.notifications.notifications import notify_followers

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer at a time"),
]
WAIT = 30  # seconds; only a fault takes so long

CHOICES = {
    "mute the group": lambda thread, member, author: forum.mute_group(thread.group, member),
    "block the author": lambda thread, member, author: forum.block_member(author, member),
}


def paused(monkeypatch, module, name, *, before=False):
    """Let a function stop with its result, or before it begins, until the second event is set."""
    has_looked, goes_on, function = Event(), Event(), getattr(module, name)

    def wait():
        has_looked.set()
        assert goes_on.wait(WAIT)

    def stop(*args, **kwargs):
        if before:
            wait()
        found = function(*args, **kwargs)
        if not before:
            wait()
        return found

    monkeypatch.setattr(module, name, stop)
    return has_looked, goes_on


def in_a_thread(act):
    """Run an act with a connection of its own."""

    def run():
        try:
            act()
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread


@pytest.fixture
def sender(settings):
    """A sender whose mails are collected."""
    settings.MAILERS = settings.MAILERS | {"at_once": LOCMEM}
    settings.MAIL_PER_SECOND = 0
    sender = Sender()
    yield sender
    sender.close()


def meanwhile(looked, act, choose):
    """Run an act in a thread; choose something between its look at the rules and its commit."""
    has_looked, goes_on = looked
    running = in_a_thread(act)
    assert has_looked.wait(WAIT)
    choose()
    goes_on.set()
    running.join(WAIT)
    assert not running.is_alive()


@pytest.mark.parametrize("choice", CHOICES)
def test_nobody_is_mailed_a_mention_that_is_committed_after_their_choice(
    choice, thread, ines, joan, sender, monkeypatch
):
    wants(joan, *Kind)
    looked = paused(monkeypatch, mentions, "hearing")

    meanwhile(looked, lambda: reply(thread, ines, "Dear @Joan"), lambda: CHOICES[choice](thread, joan, ines))
    sender.once()

    assert joan.notifications.unread().get().kind == Kind.MENTIONED  # what the withdrawal missed
    assert Delivery.objects.get(recipient=joan).outcome == Outcome.NOT_NEEDED
    assert not mail.outbox


@pytest.mark.parametrize("choice", CHOICES)
def test_nobody_is_mailed_a_reaction_that_is_committed_after_their_choice(
    choice, thread, ines, joan, sender, monkeypatch
):
    wants(joan, *Kind)
    post = reply(thread, joan)
    looked = paused(monkeypatch, notifications, "gather", before=True)

    meanwhile(looked, lambda: forum.give_support(post, ines, "hug"), lambda: CHOICES[choice](thread, joan, ines))
    sender.once()

    assert joan.notifications.unread().get().kind == Kind.SUPPORTED
    assert Delivery.objects.get(recipient=joan).outcome == Outcome.NOT_NEEDED
    assert not mail.outbox


@pytest.mark.parametrize("choice", CHOICES)
def test_nobody_is_mailed_a_reply_that_is_committed_after_their_choice(
    choice, thread, maria, ines, sender, monkeypatch
):
    wants(maria, *Kind)
    looked = paused(monkeypatch, mentions, "to_notify")

    meanwhile(looked, lambda: reply(thread, ines), lambda: CHOICES[choice](thread, maria, ines))
    notify_followers()
    sender.once()

    assert not maria.notifications.exists()  # its followers are found after the commit
    assert not mail.outbox


def test_to_mute_a_discussion_comes_before_or_after_the_post(thread, ines, joan, sender, monkeypatch):
    wants(joan, *Kind)
    has_looked, goes_on = paused(monkeypatch, mentions, "hearing")
    replying = in_a_thread(lambda: reply(thread, ines, "Dear @Joan"))
    assert has_looked.wait(WAIT)
    muting = in_a_thread(lambda: forum.mute_thread(thread, joan))
    goes_on.set()
    for running in (replying, muting):
        running.join(WAIT)
    sender.once()

    assert not joan.notifications.exists()
    assert not mail.outbox
