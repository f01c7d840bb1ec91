"""The sender: mail leaves through a real SMTP server, and whatever that answers, nothing is lost or sent twice."""

import smtplib
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from anymail.exceptions import AnymailRecipientsRefused
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from community.forum import operations as forum
from community.notifications.models import Delivery, Kind, Outcome, Preferences, bit_of
from community.notifications.sender import FIRST_PAUSE, Sender, is_final
from tests.acts import make_member, reply
from tests.notifications.notifications import notify_followers
from tests.notifications.smtp_server import smtp_server


@pytest.fixture
def server(settings):
    """A mail server to which the sender sends."""
    settings.MAIL_PER_SECOND = 0
    with smtp_server() as received:
        use(settings, received.port)
        yield received


def use(settings, port: int) -> None:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    settings.MAILERS = settings.MAILERS | {"at_once": {"BACKEND": backend, "OPTIONS": options}}


@pytest.fixture
def followers(thread):
    """Three members who want each reply of the discussion as a mail."""
    return [follower(thread, name) for name in ("Ann", "Bea", "Cleo")]


def follower(thread, name: str):
    member = make_member(name)
    forum.follow(thread, member)
    Preferences.objects.create(member=member, email=bit_of(Kind.REPLIED))
    return member


@contextmanager
def sending():
    """A sender that is stopped at the end."""
    sender = Sender()
    try:
        yield sender
    finally:
        sender.close()


def outcomes() -> dict[str, str]:
    return dict(Delivery.objects.values_list("recipient__username", "outcome"))


def reply_now(thread, author) -> None:
    reply(thread, author)
    notify_followers()


def test_each_follower_gets_one_mail(thread, ines, followers, server):
    reply_now(thread, ines)
    with sending() as sender:
        assert sender.once() == 3
        assert sender.once() == 0

    assert server.count() == {member.email: 1 for member in followers}
    assert outcomes() == {"Ann": "sent", "Bea": "sent", "Cleo": "sent"}


def test_an_address_that_the_server_refuses_for_good_is_given_up_and_the_others_get_theirs(
    thread, ines, followers, server
):
    server.answers["ann@example.org"] = "550 5.1.1 No such user"
    reply_now(thread, ines)
    with sending() as sender:
        sender.once()

    assert outcomes() == {"Ann": "failed", "Bea": "sent", "Cleo": "sent"}
    assert "No such user" in Delivery.objects.get(recipient__username="Ann").reason


def test_an_address_that_the_server_refuses_for_now_is_tried_again(thread, ines, followers, server):
    server.answers["ann@example.org"] = "451 4.7.1 Greylisted, try again"
    reply_now(thread, ines)
    with sending() as sender:
        sender.once()
        assert outcomes() == {"Ann": "", "Bea": "sent", "Cleo": "sent"}

        server.answers.clear()
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            sender.once()
    assert server.count()["ann@example.org"] == 1


def test_while_the_server_is_away_mail_is_put_off_and_tried_rarely(thread, ines, followers, server, settings, caplog):
    port = settings.MAILERS["at_once"]["OPTIONS"]["port"]
    use(settings, 1)  # nothing listens there
    reply_now(thread, ines)
    with sending() as sender:
        sender.once()
        assert sender.once() == 0  # it waits
        assert sender.pause == FIRST_PAUSE
        assert set(outcomes().values()) == {""}

        use(settings, port)
        sender.mail_from = 0.0
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            sender.once()
    assert server.count() == {member.email: 1 for member in followers}
    assert len([line for line in caplog.messages if "no mail for" in line]) == 1


class Refusing(BaseEmailBackend):
    """What anymail does when the provider takes a mail for none of its recipients."""

    def send_messages(self, email_messages):
        raise AnymailRecipientsRefused("inactive recipient")


def test_an_address_that_the_provider_refuses_is_given_up(thread, ines, followers, settings):
    settings.MAIL_PROVIDER, settings.MAIL_PER_SECOND = "postmark", 0
    settings.MAILERS = settings.MAILERS | {"at_once": {"BACKEND": f"{Refusing.__module__}.Refusing"}}
    reply_now(thread, ines)

    with sending() as sender:
        sender.once()

    assert set(outcomes().values()) == {"failed"}
    assert "the mail provider refused it" in Delivery.objects.first().reason


def test_a_connection_that_the_server_has_closed_is_opened_again(thread, ines, followers, server):
    with sending() as sender:
        reply_now(thread, ines)
        sender.once()
        sender.server.connection.sock.close()
        for each in followers:
            forum.visit(each, thread, number=thread.posts.count())
        reply_now(thread, ines)
        sender.once()
        sender.mail_from = 0.0
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            sender.once()

    assert server.count() == {member.email: 2 for member in followers}


def test_mail_leaves_at_the_pace_that_the_settings_allow(thread, ines, followers, server, settings, monkeypatch):
    settings.MAIL_PER_SECOND = 2
    waited = []
    monkeypatch.setattr("community.notifications.sender.time.sleep", waited.append)
    reply_now(thread, ines)
    with sending() as sender:
        sender.once()

    assert server.count().total() == 3
    assert all(0.3 < seconds <= 0.5 for seconds in waited[1:])


def test_a_stopped_sender_finishes_what_it_began_and_leaves_the_rest(thread, ines, followers, server):
    reply_now(thread, ines)
    with sending() as sender:
        sender.once(is_stopped=lambda: server.count().total() == 1)

    assert sorted(outcomes().values()) == ["", "", "sent"]
    assert not Delivery.objects.filter(finished_at=None).exclude(leased_until=None).exists()


def test_what_is_no_longer_wanted_is_not_sent(thread, ines, followers, server, as_member):
    reply_now(thread, ines)
    Preferences.objects.filter(member=followers[0]).update(is_paused=True)
    as_member(followers[1]).get(thread.get_absolute_url())
    with sending() as sender:
        sender.once()

    assert server.count() == {"cleo@example.org": 1}
    assert outcomes() == {"Cleo": "sent"}  # the others were not even planned


def test_what_became_unwanted_after_planning_is_not_sent(thread, ines, followers, server, as_member):
    reply_now(thread, ines)
    with sending() as sender:
        sender.once(is_stopped=lambda: True)
        Preferences.objects.filter(member=followers[0]).update(is_paused=True)
        as_member(followers[1]).get(thread.get_absolute_url())
        sender.once()

    assert server.count() == {"cleo@example.org": 1}
    assert outcomes() == {"Ann": Outcome.NOT_NEEDED, "Bea": Outcome.NOT_NEEDED, "Cleo": Outcome.SENT}


@pytest.mark.parametrize(
    ("refused", "final"),
    [
        (smtplib.SMTPDataError(554, b"Rejected"), True),
        (smtplib.SMTPDataError(452, b"No room"), False),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"No such user")}), True),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"Busy")}), False),
    ],
)
def test_only_a_five_hundred_is_final(refused, final):
    assert is_final(refused) is final
