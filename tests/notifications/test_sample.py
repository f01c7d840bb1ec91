"""A member asks for a sample: what they would get, at once, and a sentence where it goes or what to do first."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from community.members.models import Member
from community.notifications import operations as notifications
from community.notifications.models import Channel, Delivery, Notification, Outcome, Preferences, PushSubscription, Stop
from community.notifications.operations import deliver
from community.notifications.sample_views import SAMPLES_PER_HOUR
from community.notifications.sender import Sender
from tests.forum.statements import assert_statements, statements
from tests.markup import text_as_shown
from tests.notifications.mails import html_of, sent_by, text_of
from tests.notifications.push_service import Browser, PushService, push_service
from tests.notifications.smtp_server import Received, smtp_server
from tests.notifications.test_sender import use

PAGE = "/notifications/preferences/"
ASK = f"{PAGE}sample/"
SAMPLE = "This is only a sample. Nobody wrote to you."


@pytest.fixture
def client(as_member, maria: Member) -> Client:
    """The browser of Maria, whose address is confirmed."""
    return as_member(maria)


@pytest.fixture
def server(settings) -> Iterator[Received]:
    """A mail server to which the sender sends."""
    settings.MAIL_PER_SECOND = 0
    with smtp_server() as received:
        use(settings, received.port)
        yield received


@pytest.fixture
def devices(settings, maria: Member) -> Iterator[tuple[PushService, Browser]]:
    """A device of Maria's, and the push service that reaches it."""
    settings.PUSH_TO_PRIVATE_ADDRESSES = True
    browser = Browser()
    with push_service() as running:
        PushSubscription.objects.create(member=maria, endpoint=f"{running.origin}/phone", **browser.keys)
        yield running, browser


def ask(client: Client, token: object = None) -> str:
    """Press the button; return the text of the page that answers."""
    sent = {"token": str(token or uuid4())}
    return text_as_shown(client.post(ASK, sent, headers={"referer": f"http://testserver{PAGE}"}, follow=True))


def preferences_of(member: Member, **chosen: object) -> None:
    Preferences.objects.update_or_create(member=member, defaults=chosen)


def test_a_sample_arrives_through_the_mail_server_and_says_that_it_is_one(client, maria, server) -> None:
    page = ask(client)
    Sender().once()

    assert f"We’re sending a sample to {maria.email}." in page
    assert server.count() == {maria.email: 1}
    delivery = Delivery.objects.get()
    assert (delivery.channel, delivery.outcome) == (Channel.EMAIL, Outcome.SENT)
    mail = sent_by(delivery)
    assert mail and mail["Subject"] == "Sample: someone replied to you"
    assert mail["From"].addresses[0].display_name == "Alongside"
    assert SAMPLE in text_of(mail) and SAMPLE in html_of(mail)
    assert "http://127.0.0.1:8000/notifications/preferences/" in text_of(mail)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_speaks_the_members_language(client, maria) -> None:
    Member.objects.filter(pk=maria.pk).update(language="es")
    ask(client)

    mail = sent_by(Delivery.objects.get())

    assert mail and mail["Subject"] == "Muestra: alguien le respondió"
    assert "Esto es solo una muestra. Nadie le ha escrito." in text_of(mail)


def test_a_discreet_sample_is_like_any_discreet_email(client, maria) -> None:
    preferences_of(maria, is_discreet=True)
    ask(client)

    mail = sent_by(Delivery.objects.get())

    assert mail and mail["Subject"] == "You have a new message"
    assert mail["From"].addresses[0].display_name == "Messages"
    assert SAMPLE in text_of(mail)
    assert "Alongside" not in text_of(mail) + html_of(mail)


def test_it_comes_at_once_also_in_quiet_hours_and_to_who_wants_no_mail(client, maria, server) -> None:
    hour = timezone.localtime().hour
    preferences_of(maria, email=0, daily=0, quiet_from=hour, quiet_until=(hour + 2) % 24)

    ask(client)
    Sender().once()

    assert server.count() == {maria.email: 1}


def test_it_is_no_notification(client, maria) -> None:
    ask(client)

    assert not Notification.objects.exists()


def test_a_device_gets_a_sample_too(client, maria, devices, server) -> None:
    service, browser = devices

    page = ask(client)
    Sender().once()

    assert f"We’re sending a sample to {maria.email} and to your devices." in page
    ((_path, headers, body),) = service.received
    assert browser.read(body) == {
        "title": "Sample: Someone replied to you",
        "tag": "sample",
        "lang": "en",
        "url": PAGE,
    }
    assert headers["urgency"] == "normal"
    assert set(Delivery.objects.values_list("channel", "outcome")) == {("email", "sent"), ("push", "sent")}


def test_a_discreet_device_is_shown_no_kind(client, maria, devices) -> None:
    preferences_of(maria, is_discreet=True)
    service, browser = devices

    ask(client)
    Sender().once()

    assert browser.read(service.received[0][2])["title"] == "Sample: There’s something new for you"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"is_paused": True}, "You can’t get a sample while everything is paused."),
        ({"email_stop": Stop.BOUNCED}, "because your email address doesn’t work"),
        ({"email_stop": Stop.COMPLAINED}, "because one of our emails was marked as spam"),
    ],
    ids=str,
)
def test_who_cannot_get_one_reads_why_and_what_to_do(client, maria, chosen, expected) -> None:
    preferences_of(maria, **chosen)

    assert expected in text_as_shown(client.get(PAGE))
    assert "Send me a sample" not in text_as_shown(client.get(PAGE))
    assert expected in ask(client)
    assert not Delivery.objects.exists()


def test_an_address_that_is_not_confirmed_gets_none(client, maria) -> None:
    EmailAddress.objects.update(verified=False)

    page = client.get(PAGE)

    assert "because you haven’t confirmed your address yet" in text_as_shown(page)
    assert "because you haven’t confirmed your address yet" in ask(client)
    assert not Delivery.objects.exists()


def test_until_a_new_address_is_confirmed_it_goes_to_the_old_one(client, maria) -> None:
    EmailAddress.objects.create(user=maria, email="new@example.org", verified=False)

    page = text_as_shown(client.get(PAGE))

    assert f"We’ll send a sample email to <strong>{maria.email}</strong>." in page
    assert "Once you’ve confirmed <strong>new@example.org</strong>, our emails will go there." in page


def test_whose_address_does_not_work_gets_one_on_their_devices(client, maria, devices) -> None:
    preferences_of(maria, email_stop=Stop.BOUNCED)

    page = ask(client)

    assert "We’re sending a sample to your devices. We can’t send you a sample by email" in page
    assert Delivery.objects.get().channel == Channel.PUSH


@pytest.mark.parametrize("chosen", [{"is_paused": True}, {"email_stop": Stop.BOUNCED}], ids=str)
def test_what_changes_before_it_is_sent_counts(client, maria, server, chosen) -> None:
    ask(client)
    preferences_of(maria, **chosen)

    Sender().once()

    assert not server.count()
    assert Delivery.objects.get().outcome == Outcome.NOT_NEEDED


def test_a_double_click_sends_one(client) -> None:
    token = uuid4()

    ask(client, token), ask(client, token)

    assert Delivery.objects.count() == 1


def test_without_a_token_it_is_sent_all_the_same(client) -> None:
    client.post(ASK)

    assert Delivery.objects.count() == 1


def test_an_hour_has_a_limit(client) -> None:
    pages = [ask(client) for _number in range(SAMPLES_PER_HOUR + 1)]

    assert "You’ve asked for many samples in the last hour. Try again a little later." in pages[-1]
    assert Delivery.objects.count() == SAMPLES_PER_HOUR


def test_the_undo_of_a_change_is_still_there_after_a_sample(client) -> None:
    sent = {"token": str(uuid4())}

    response = client.post(ASK, sent, headers={"referer": f"http://testserver{PAGE}?saved=yes"})

    assert response["Location"] == f"{PAGE}?saved=yes"
    assert client.post(ASK, sent, headers={"referer": "http://testserver/groups/"})["Location"] == PAGE


def test_a_sample_of_last_month_is_forgotten(client) -> None:
    ask(client)
    Delivery.objects.update(finished_at=timezone.now() - deliver.RETENTION * 2)

    deliver.forget_deliveries()

    assert not Delivery.objects.exists()


def test_sending_takes_a_fixed_number_of_statements(maria, devices) -> None:
    assert_statements(4, lambda: notifications.send_sample(maria, uuid4()))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=maria, email=f"{number}@example.org", verified=False) for number in range(9)
    )
    assert len(statements(lambda: notifications.send_sample(maria, uuid4()))) == 4
