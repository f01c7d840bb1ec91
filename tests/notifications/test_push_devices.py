"""The devices on which a member is notified: turned on and off by the member, and ended with the sign-in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.members.models import Member
from community.notifications.models import PushSubscription
from community.notifications.operations.push_devices import MOST_DEVICES, renew_push
from community.notifications.socket_messages import name_of_session
from tests.acts import PASSWORD
from tests.forum.statements import assert_statements
from tests.notifications.push_service import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site_urls")]

PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
TURN_ON = "/notifications/devices/"
RENEW = "/notifications/devices/renew/"
ENDPOINT = "https://push.example.org/send/1"


def sign_in(name: str = "Maria", client: Client | None = None) -> Client:
    """Sign in as people do, on a phone."""
    client = client or Client(headers={"user-agent": PHONE})
    client.post("/accounts/login/", {"login": name, "password": PASSWORD})
    return client


def turn_on(client: Client, endpoint: str = ENDPOINT, **changes: str) -> Any:
    """Send what js/push.js sends."""
    sent = {"endpoint": endpoint} | Browser().keys | changes
    return client.post(TURN_ON, sent, headers={"referer": "http://testserver/push/"}, follow=True)


def off_address() -> str:
    return f"/notifications/devices/{PushSubscription.objects.get().pk}/off/"


def test_a_member_turns_it_on_sees_the_device_and_turns_it_off(maria) -> None:
    client = sign_in()
    assert "Turn off" not in client.get("/push/").text

    page = turn_on(client)

    assert page.redirect_chain == [("/push/", 302)]
    assert "Notifications are on for this device." in page.text
    assert "Chrome on Android" in page.text and "This device" in page.text
    assert PushSubscription.objects.get().member == maria
    cookie = client.cookies[settings.PUSH_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie.value not in str(PushSubscription.objects.values_list())

    page = client.post(off_address(), follow=True)

    assert "Notifications are off for that device." in page.text
    assert not PushSubscription.objects.exists()


def test_the_page_asks_for_nothing_and_names_the_state_without_script(maria) -> None:
    page = sign_in().get("/push/").text

    assert "This browser can’t show notifications from us, or JavaScript is turned off." in page
    assert page.count("data-push-text=") == 5


def test_another_device_is_in_the_list_but_is_not_this_one(maria) -> None:
    turn_on(sign_in())

    page = sign_in().get("/push/").text

    assert "Chrome on Android" in page and "This device" not in page and "data-here" not in page


def test_turning_it_on_again_is_one_device(maria) -> None:
    client = sign_in()

    turn_on(client), turn_on(client), turn_on(client, ENDPOINT + "2")

    assert PushSubscription.objects.get().endpoint == ENDPOINT + "2"


def test_a_device_that_another_account_had_becomes_the_members(maria, ines) -> None:
    turn_on(sign_in())

    turn_on(sign_in("Ines"))

    assert PushSubscription.objects.get().member == ines


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example.org/1"},
        {"endpoint": "https://localhost/1"},
        {"endpoint": "https://intranet/1"},
        {"endpoint": "https://printer.local/1"},
        {"endpoint": "https://10.0.0.1/1"},
        {"endpoint": "https://[::1]/1"},
        {"endpoint": "https://[/1"},
        {"endpoint": "https://maria:secret@push.example.org/1"},
        {"endpoint": "https://push.example.org:8443/1"},
        {"endpoint": "https://push.example.org/" + "1" * 800},
        {"endpoint": ""},
        {"p256dh": "BAAA"},
        {"p256dh": "B" + "A" * 86},
        {"auth": "short"},
        {"auth": "ñ"},
    ],
    ids=str,
)
def test_what_is_no_subscription_is_refused_with_a_sentence(wrong, maria) -> None:
    page = turn_on(sign_in(), **wrong)

    assert "Your browser can’t show notifications from us. Try another browser." in page.text
    assert not PushSubscription.objects.exists()


def test_the_device_that_was_used_longest_ago_makes_room(maria) -> None:
    now = timezone.now()
    for number in range(MOST_DEVICES):
        used = now - timedelta(days=30 if number == 4 else number) if number else None
        PushSubscription.objects.create(member=maria, endpoint=f"{ENDPOINT}/{number}", last_used_at=used)
    PushSubscription.objects.filter(endpoint=f"{ENDPOINT}/0").update(last_used_at=now)

    turn_on(sign_in())

    left = set(PushSubscription.objects.values_list("endpoint", flat=True))
    assert len(left) == MOST_DEVICES
    assert ENDPOINT in left and f"{ENDPOINT}/4" not in left


def test_nobody_turns_off_a_device_of_somebody_else(maria, ines, as_member) -> None:
    turn_on(sign_in())

    as_member(ines).post(off_address())

    assert PushSubscription.objects.exists()


def test_signing_out_on_a_device_turns_it_off_there_alone(maria) -> None:
    phone, laptop = sign_in(), sign_in()
    turn_on(phone), turn_on(laptop, ENDPOINT + "/laptop")

    phone.post("/accounts/logout/")

    assert PushSubscription.objects.get().endpoint == ENDPOINT + "/laptop"


def test_a_device_that_is_signed_out_from_elsewhere_is_off(maria) -> None:
    phone, laptop = sign_in(), sign_in()
    turn_on(phone)

    lost = UserSession.objects.exclude(session_key=laptop.session.session_key).get()
    laptop.post(f"/accounts/sessions/{lost.pk}/end/")

    assert not PushSubscription.objects.exists()


def test_a_sign_in_that_ran_out_leaves_it_on_until_somebody_signs_in_there(maria, ines) -> None:
    phone = sign_in()
    turn_on(phone)
    Session.objects.all().delete()

    sign_in("Maria", phone)
    assert PushSubscription.objects.get().member == maria
    UserSession.objects.purge_and_list(maria)
    assert PushSubscription.objects.exists(), "it belongs to the new sign-in"

    Session.objects.all().delete()
    sign_in("Ines", phone)
    assert not PushSubscription.objects.exists(), "Ines would be shown Maria's"


def test_a_new_password_leaves_it_on_for_this_device(maria) -> None:
    phone = sign_in()
    turn_on(phone)
    new = "seven quiet herons"

    phone.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    UserSession.objects.purge_and_list(maria)

    assert maria.check_password(PASSWORD) and Member.objects.get(pk=maria.pk).check_password(new)
    assert PushSubscription.objects.exists()


def renew(client: Client, endpoint: str = ENDPOINT + "/renewed", **headers: str) -> int:
    """Send what the service worker sends when the browser has renewed its subscription; return the status."""
    sent = {"endpoint": endpoint} | Browser().keys
    return client.post(RENEW, sent, headers={"origin": "http://testserver"} | headers).status_code


def test_a_renewed_subscription_replaces_the_old_one(maria) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(maria)
    PushSubscription.objects.create(member=maria, endpoint=f"{ENDPOINT}/laptop", device="of a laptop")
    client.cookies[settings.PUSH_COOKIE_NAME] = "phone"
    old = PushSubscription.objects.create(
        member=maria, endpoint=ENDPOINT, device=name_of_session("phone"), session="s", last_delivery=7
    )

    assert renew(client) == 204

    renewed = PushSubscription.objects.get(pk=old.pk)
    assert renewed.endpoint == f"{ENDPOINT}/renewed" and len(renewed.p256dh) == 87 and len(renewed.auth) == 22
    assert (renewed.created_at, renewed.session, renewed.last_delivery) == (old.created_at, "s", 7)
    assert PushSubscription.objects.get(device="of a laptop").endpoint == f"{ENDPOINT}/laptop"
    assert renew(client) == 204, "a second time changes nothing"


def test_signed_out_or_where_push_is_off_nothing_is_renewed(maria, ines) -> None:
    client = sign_in()
    turn_on(client)
    assert renew(sign_in()) == 404, "another browser"
    as_guest = Client()
    as_guest.cookies[settings.PUSH_COOKIE_NAME] = client.cookies[settings.PUSH_COOKIE_NAME].value
    assert renew(as_guest) == 302
    as_ines = sign_in("Ines", Client())
    as_ines.cookies[settings.PUSH_COOKIE_NAME] = client.cookies[settings.PUSH_COOKIE_NAME].value
    assert renew(as_ines) == 404

    client.post(off_address())
    assert renew(client) == 404

    assert not PushSubscription.objects.filter(endpoint__endswith="renewed").exists()


def test_a_device_without_a_cookie_is_nobodys(maria) -> None:
    PushSubscription.objects.create(member=maria, endpoint=ENDPOINT, device="")

    assert renew(sign_in()) == 404


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": ""}, {"sec-fetch-site": "cross-site"}], ids=str
)
def test_a_page_of_another_site_renews_nothing(headers, maria) -> None:
    client = sign_in()
    turn_on(client)

    assert renew(client, **headers) == 403
    assert PushSubscription.objects.get().endpoint == ENDPOINT


def test_what_is_no_subscription_renews_nothing(maria) -> None:
    client = sign_in()
    turn_on(client)

    assert renew(client, "https://10.0.0.1/1") == 422
    assert PushSubscription.objects.get().endpoint == ENDPOINT


def test_renewing_takes_a_fixed_number_of_statements(maria) -> None:
    PushSubscription.objects.create(member=maria, endpoint=ENDPOINT, device="d")
    keys = {"endpoint": ENDPOINT + "2", "p256dh": "a key", "auth": "a secret"}

    assert_statements(3, lambda: renew_push(maria, device="d", **keys))


def test_the_worker_sends_it_to_this_address() -> None:
    worker = (settings.BASE_DIR / "static/js/service-worker.js").read_text()

    assert f'const RENEW = "{reverse("renew_push")}";' in worker


def test_the_list_costs_one_query_however_many_devices(maria, as_member: Callable[[Member], Client]) -> None:
    client = as_member(maria)
    counts = []
    for number in range(2):
        PushSubscription.objects.create(member=maria, endpoint=f"{ENDPOINT}/{number}")
        client.get("/push/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/push/")
        counts.append(len([query for query in queries if "pushsubscription" in query["sql"]]))

    assert counts == [1, 1]


def test_the_page_can_be_added_to_a_home_screen_as_an_app(maria, settings) -> None:
    settings.COMMUNITY_NAME = "By the river"
    page = sign_in().get("/push/").text
    assert '<link rel="manifest" href="/notifications/app.webmanifest">' in page

    answer = Client().get("/notifications/app.webmanifest")

    assert answer["Content-Type"] == "application/manifest+json"
    assert answer.json() == {"name": "By the river", "start_url": "/", "scope": "/", "display": "standalone"}
    assert not answer.cookies
