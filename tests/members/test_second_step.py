"""A second factor protects every page of moderators, editors and administrators."""

import html
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from community.members.models import Member
from tests.acts import PASSWORD

QUEUE = "/moderation/"
SET_UP = "/accounts/2fa/totp/activate/"
EVENING = datetime(2026, 11, 20, 18, tzinfo=UTC)


def code_for(secret: str) -> str:
    """Return the code that an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def next_in(page: str) -> str:
    """Return the address that a form leads to afterwards."""
    found = re.search(r'name="next"[^>]* value="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


@pytest.mark.django_db(transaction=True)  # the notification about it is sent on commit
def test_a_moderator_without_one_is_led_to_set_it_up_and_then_in_with_one_password(guest: Client, ruth: Member) -> None:
    guest.post("/accounts/login/", {"login": "Ruth", "password": PASSWORD})

    page = guest.get(QUEUE, follow=True).text
    assert "Set up two-step sign-in first" in page
    assert "Confirm it’s you" not in page, "the password was given just now"
    found = re.search(r'class="secret">(\w+)<', page)
    assert found

    set_up = guest.post("/accounts/2fa/totp/activate/", {"code": code_for(found[1])}, follow=True)
    assert "Two-step sign-in is on." in set_up.text
    assert guest.get(QUEUE).status_code == 200, "the code that set it up counts"


def test_a_member_who_signed_in_minutes_ago_is_asked_for_the_password_before_the_first_second_step(
    guest: Client, maria: Member
) -> None:
    with time_machine.travel(EVENING, tick=False):
        guest.post("/accounts/login/", {"login": "Maria", "password": PASSWORD})
        assert guest.get(SET_UP).status_code == 200

    with time_machine.travel(EVENING + timedelta(minutes=6), tick=False):
        asked = guest.get(SET_UP, follow=True)
        assert "Confirm it’s you" in asked.text
        answers = {"password": PASSWORD, "next": next_in(asked.text)}
        assert "Set up two-step sign-in" in guest.post(asked.request["PATH_INFO"], answers, follow=True).text


@pytest.mark.parametrize("page", ["/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/generate/"])
def test_what_weakens_a_second_step_asks_again_however_fresh_the_sign_in_is(
    page: str, guest: Client, ruth: Member
) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ruth, secret)
    guest.post("/accounts/login/", {"login": "Ruth", "password": PASSWORD})
    guest.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})

    assert guest.post(page)["Location"].startswith("/accounts/reauthenticate/")


def test_a_wrong_code_says_what_to_do(guest: Client, ruth: Member) -> None:
    TOTP.activate(ruth, generate_totp_secret())
    guest.post("/accounts/login/", {"login": "Ruth", "password": PASSWORD})

    page = guest.post("/accounts/2fa/authenticate/", {"code": "000000"}).text

    assert "That code didn’t work." in page
    assert "<title>Error: Two-step sign-in" in page


def test_a_second_step_that_was_removed_does_not_count_any_more(guest: Client, ruth: Member) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ruth, secret)
    guest.post("/accounts/login/", {"login": "Ruth", "password": PASSWORD})
    guest.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert guest.get(QUEUE).status_code == 200

    guest.post("/accounts/reauthenticate/", {"password": PASSWORD})
    guest.post("/accounts/2fa/totp/deactivate/")

    assert guest.get(QUEUE)["Location"].startswith("/accounts/2fa/totp/activate/")


def test_signing_in_again_asks_for_the_code(guest: Client, ruth: Member) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ruth, secret)

    page = guest.post("/accounts/login/", {"login": "Ruth", "password": PASSWORD}, follow=True).text
    assert "Two-step sign-in" in page
    assert not guest.get("/").wsgi_request.user.is_authenticated

    guest.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})

    assert guest.get("/").wsgi_request.user == ruth
    assert guest.get(QUEUE).status_code == 200


def test_the_staff_pages_do_not_exist_for_a_member(as_member: Callable[[Member], Client], maria: Member) -> None:
    assert as_member(maria).get(QUEUE).status_code == 404
