"""Push messages: encrypted for one device, signed by this community, and without a word that somebody wrote."""

import json
import stat
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from py_vapid import Vapid02
from py_vapid.utils import b64urldecode

from community.forum.models import Thread
from community.members.models import Member
from community.notifications import push, push_connection, push_keys
from community.notifications.models import Channel, Delivery, Kind, Preferences, PushSubscription
from community.notifications.push_connection import is_public
from community.notifications.undeliverable import Undeliverable
from tests.acts import reply
from tests.notifications.notifications import notify_followers
from tests.notifications.push_service import Browser, PushService, push_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings) -> Iterator[PushService]:
    """A push service on this machine."""
    settings.PUSH_TO_PRIVATE_ADDRESSES = True
    with push_service() as running:
        yield running


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path) -> Any:
    """A data folder without a key."""
    settings.PUSH_KEY_FILE = tmp_path / "var" / "push-key"
    return settings.PUSH_KEY_FILE


def subscribe(member: Member, service: PushService, path: str = "/phone") -> Browser:
    """Turn push on for a browser of the member."""
    browser = Browser()
    PushSubscription.objects.create(member=member, endpoint=service.origin + path, **browser.keys)
    return browser


def a_delivery(member: Member, thread: Thread, kind: Kind = Kind.REPLIED, **more: Any) -> Delivery:
    """A push message that is due."""
    given = {"key": f"{kind} {Delivery.objects.count()}", "context": thread.key, "source": "post:2"}
    return Delivery.objects.create(recipient=member, channel=Channel.PUSH, kind=kind, **given | more)


def claims_of(headers: dict[str, str]) -> tuple[dict[str, Any], str]:
    """Verify the signature of a request (RFC 8292); return what it claims, and the public key."""

    assert Vapid02.verify(headers["authorization"])
    parts = dict(part.split("=", 1) for part in headers["authorization"].removeprefix("vapid ").split(","))
    header, claims, _signature = parts["t"].split(".")
    assert json.loads(b64urldecode(header.encode())) == {"alg": "ES256", "typ": "JWT"}
    return json.loads(b64urldecode(claims.encode())), parts["k"]


def test_a_message_is_encrypted_for_its_device_and_signed_by_this_community(maria, ines, thread, service) -> None:
    post = reply(thread, ines, "I feel much better since Tuesday.")
    notify_followers()
    row = maria.notifications.get()
    browser = subscribe(maria, service)

    push.send(a_delivery(maria, thread, source=post.key, open_key=thread.key))

    ((path, headers, body),) = service.received
    assert path == "/phone"
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["ttl"] == "86400" and headers["urgency"] == "low" and len(headers["topic"]) == 32
    claims, key = claims_of(headers)
    assert claims["aud"] == service.origin
    assert claims["sub"] == f"mailto:{settings.TEAM_EMAIL}"
    assert time.time() < claims["exp"] < time.time() + 24 * 3600
    assert key == push_keys.public_key()
    assert browser.read(body) == {
        "title": "New reply in a discussion you follow",
        "tag": "replied",
        "lang": "en",
        "url": f"/notifications/{row.pk}/",
    }
    assert PushSubscription.objects.get().last_used_at


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_words_in_the_members_language_and_none_of_the_authors(kind, maria, thread, service) -> None:
    browser = subscribe(maria, service)
    titles = {}

    for maria.language in ("en", "es"):
        push.send(a_delivery(maria, thread, kind))
        titles[maria.language] = browser.read(service.received[-1][2])["title"]

    assert titles["en"] != titles["es"]
    assert thread.title not in titles["en"] and "Ines" not in titles["en"]


def test_a_discreet_message_does_not_even_say_what_kind_it_is(maria, thread, service) -> None:
    Preferences.objects.create(member=maria, is_discreet=True)
    browser = subscribe(maria, service)

    push.send(a_delivery(maria, thread))
    push.send(a_delivery(maria, thread, Kind.MENTIONED))

    messages = [browser.read(body) for _path, _headers, body in service.received]
    assert {(message["title"], message["tag"]) for message in messages} == {("There’s something new for you", "new")}


def test_ten_replies_are_one_notification_on_the_screen_and_a_mention_is_another(maria, thread, service) -> None:
    browser = subscribe(maria, service)

    for _number in range(10):
        push.send(a_delivery(maria, thread))
    push.send(a_delivery(maria, thread, Kind.MENTIONED))

    tags = {browser.read(body)["tag"] for _path, _headers, body in service.received}
    topics = {headers["topic"] for _path, headers, _body in service.received}
    assert len(service.received) == 11 and len(tags) == len(topics) == 2
    assert service.received[-1][1]["urgency"] == "normal"


def test_a_notification_that_was_read_meanwhile_leads_to_the_list(maria, thread, service) -> None:
    browser = subscribe(maria, service)

    push.send(a_delivery(maria, thread))

    assert browser.read(service.received[0][2])["url"] == "/notifications/"


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_has_ended_is_removed_and_the_others_are_sent_to(status, maria, thread, service) -> None:
    subscribe(maria, service, "/gone"), subscribe(maria, service, "/phone")
    service.answers["/gone"] = status

    push.send(a_delivery(maria, thread))

    assert PushSubscription.objects.get().endpoint.endswith("/phone")
    service.answers["/phone"] = status
    with pytest.raises(Undeliverable, match="no device left"):
        push.send(a_delivery(maria, thread))
    assert not PushSubscription.objects.exists()
    with pytest.raises(Undeliverable, match="no device left"):
        push.send(a_delivery(maria, thread))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_push_service_is_tried_again_and_the_other_device_is_not_notified_twice(
    status, maria, thread, service
) -> None:
    subscribe(maria, service, "/busy"), subscribe(maria, service, "/phone")
    service.answers["/busy"] = status
    delivery = a_delivery(maria, thread)

    with pytest.raises(OSError, match=str(status)):
        push.send(delivery)
    service.answers.clear()
    push.send(delivery)

    assert [path for path, _headers, _body in service.received] == ["/busy", "/phone", "/busy"]
    push.send(delivery)
    assert len(service.received) == 3


@pytest.mark.parametrize("status", [301, 400, 403, 413])
def test_a_message_that_is_refused_is_not_tried_again(status, maria, thread, service) -> None:
    subscribe(maria, service)
    service.answers["/phone"] = status

    with pytest.raises(Undeliverable, match=str(status)):
        push.send(a_delivery(maria, thread))

    assert [path for path, _headers, _body in service.received] == ["/phone"], "a redirect was followed"
    assert PushSubscription.objects.exists()


def test_a_push_service_that_does_not_answer_is_tried_again(maria, thread, service, monkeypatch) -> None:
    monkeypatch.setattr(push_connection, "TIMEOUT", 0.05)
    with push_service() as stopped:
        subscribe(maria, stopped)

    with pytest.raises(OSError, match="refused"):
        push.send(a_delivery(maria, thread))


def test_a_name_that_leads_into_our_own_network_is_sent_nothing(maria, thread, service, settings) -> None:
    settings.PUSH_TO_PRIVATE_ADDRESSES = False
    subscribe(maria, PushService(origin=service.origin.replace("http://127.0.0.1", "https://localhost")))

    with pytest.raises(OSError, match="no public address"):
        push.send(a_delivery(maria, thread))

    PushSubscription.objects.update(endpoint=f"{service.origin}/phone")  # not encrypted
    with pytest.raises(OSError, match="No connection adapters"):
        push.send(a_delivery(maria, thread))
    assert not service.received


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  not an address to listen on
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
    ],
)
def test_private_addresses_are_known(address: str, expected: bool) -> None:
    assert is_public(address) is expected


def test_the_key_is_written_once_and_for_its_owner_alone(key_file) -> None:
    first = push_keys.public_key()

    assert push_keys.public_key() == first
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [file.name for file in key_file.parent.iterdir()] == ["push-key"]


def test_of_two_processes_that_start_at_once_one_writes_the_key(key_file, monkeypatch) -> None:
    link = push_keys.os.link

    def after_another(source: Any, target: Any) -> None:
        if not key_file.exists():
            key_file.write_text(OTHER_KEY)
        link(source, target)

    monkeypatch.setattr(push_keys.os, "link", after_another)

    assert push_keys._key_in_file() == OTHER_KEY
    assert [file.name for file in key_file.parent.iterdir()] == ["push-key"]


def test_a_key_of_the_environment_goes_first(settings, key_file) -> None:
    settings.PUSH_KEY = OTHER_KEY

    push_keys.public_key()

    assert not key_file.exists()


OTHER_KEY = "A" * 42 + "E"
