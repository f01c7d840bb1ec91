"""A second step guards every page of moderators, editors and administrators."""

import html
import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from community.members.models import Member
from tests.acts import PASSWORD

QUEUE = "/moderation/"


def code_for(secret: str) -> str:
    """What an app would show now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def next_in(page: str) -> str:
    """Where a form says that its reader wants to go on to."""
    found = re.search(r'name="next"[^>]* value="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


@pytest.mark.django_db(transaction=True)  # what is set up is told of on commit
def test_a_moderator_without_one_is_led_to_set_it_up_and_then_in(guest: Client, ruth: Member) -> None:
    guest.post("/accounts/login/", {"login": "Ruth", "password": PASSWORD})

    asked = guest.get(QUEUE, follow=True)
    page = asked.content.decode()
    assert "Is it still you?" in page
    assert "Set up a second step for signing in first" in page

    set_up = guest.post(asked.request["PATH_INFO"], {"password": PASSWORD, "next": next_in(page)}, follow=True)
    page = set_up.content.decode()
    assert "Set up the second step" in page
    found = re.search(r'class="secret">(\w+)<', page)
    assert found

    guest.post("/accounts/2fa/totp/activate/", {"code": code_for(found[1])})
    assert guest.get(QUEUE).status_code == 200, "the code that set it up counts"


def test_a_second_step_that_she_takes_away_does_not_count_any_more(guest: Client, ruth: Member) -> None:
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

    page = guest.post("/accounts/login/", {"login": "Ruth", "password": PASSWORD}, follow=True).content.decode()
    assert "The second step" in page
    assert not guest.get("/").wsgi_request.user.is_authenticated

    guest.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})

    assert guest.get("/").wsgi_request.user == ruth
    assert guest.get(QUEUE).status_code == 200


def test_the_staff_pages_do_not_exist_for_a_member(as_member: Callable[[Member], Client], maria: Member) -> None:
    assert as_member(maria).get(QUEUE).status_code == 404
