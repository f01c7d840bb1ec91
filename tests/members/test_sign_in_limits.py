"""Guessing is bounded, and no stranger can keep a member out or fill their mailbox."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client

from community.members.models import Member
from config.limits import ACCOUNT_RATE_LIMITS
from tests.acts import PASSWORD

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 20, 18, tzinfo=UTC)
NEW = {"password1": "nine quiet gardens", "password2": "nine quiet gardens"}
WRONG = "wrong words"
OWNER = "203.0.113.1"


@pytest.fixture(autouse=True)
def limits_as_in_production(settings: Any) -> None:
    """Switch on the limits, which the other tests do without."""
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS


def at(address: str) -> Client:
    """Open a browser at this IP address."""
    return Client(REMOTE_ADDR=address)


def try_password(client: Client, login: str, password: str = WRONG) -> str:
    """Try to sign in; return the page, or "signed in"."""
    answer = client.post("/accounts/login/", {"login": login, "password": password})
    return "signed in" if answer.status_code == 302 else answer.text


def strangers(number: int) -> list[str]:
    """Return addresses in as many networks."""
    return [f"198.51.{part // 250}.{part % 250 + 1}" for part in range(number)]


def code_for(secret: str, steps: int = 0) -> str:
    """Return the code of the present step of 30 seconds, or of one before or after it."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.mark.parametrize("tries", [1, 6, 60])
@pytest.mark.parametrize("login", ["Ruth", "ruth", " RUTH ", "ruth@example.org"])
def test_wrong_passwords_from_one_address_lock_nobody_else_out(ruth: Member, login: str, tries: int) -> None:
    stranger = at("198.51.100.7")
    for _ in range(tries):
        assert try_password(stranger, login) != "signed in"

    assert try_password(at(OWNER), login, PASSWORD) == "signed in"


def test_wrong_passwords_from_one_household_are_one_however_many_addresses_it_has(ruth: Member) -> None:
    for number in range(6):
        page = try_password(at(f"2001:db8:1:2::{number:x}"), "Ruth")

    assert "too many times" in page
    assert try_password(at("2001:db8:1:3::1"), "Ruth", PASSWORD) == "signed in"


@pytest.mark.parametrize("login", ["Maria", "maria@example.org", "Nobody", "nobody@example.org"])
def test_one_address_tries_a_name_five_times_in_five_minutes(maria: Member, login: str) -> None:
    client = at("198.51.100.7")

    pages = [try_password(client, login) for _ in range(7)]

    assert ["don’t match" in page for page in pages] == [True] * 5 + [False] * 2
    assert "we’ll email you a link to choose a new one" in pages[-1]


def test_one_address_tries_few_names_however_many_there_are(maria: Member) -> None:
    client = at("198.51.100.7")

    with time_machine.travel(EVENING, tick=False) as clock:
        for number in range(50):
            assert "don’t match" in try_password(client, f"Name{number}")
            clock.shift(timedelta(seconds=2))

        assert "too many times" in try_password(client, "Name51")
        assert "too many times" in try_password(client, "Maria", PASSWORD)


def test_a_right_password_is_not_counted(maria: Member) -> None:
    for _ in range(12):
        assert try_password(at(OWNER), "Maria", PASSWORD) == "signed in"


def test_a_stranger_with_an_account_does_not_reset_the_count_by_signing_in(maria: Member, ines: Member) -> None:
    client = at("198.51.100.7")
    pages = []
    for _ in range(7):
        pages.append(try_password(client, "Maria"))
        assert try_password(at("198.51.100.7"), "Ines", PASSWORD) == "signed in"

    assert "too many times" in pages[-1]


def guess_from_everywhere(name: str) -> str:
    """Try wrong passwords from many networks until the name itself is slowed down; return the last page."""
    page = ""
    for address in strangers(20):
        client = at(address)
        for _ in range(5):
            page = try_password(client, name)
    return page


def test_guessing_a_name_from_everywhere_is_bounded_and_its_owner_has_two_ways_left(maria: Member) -> None:
    page = guess_from_everywhere("Maria")

    assert "Sign in with your email address instead" in page
    assert "Sign in with your email address instead" in try_password(at("198.51.200.9"), "Maria", PASSWORD), (
        "otherwise the right password could be found"
    )
    assert try_password(at(OWNER), maria.email, PASSWORD) == "signed in"


def test_a_mail_lets_the_owner_in_whatever_strangers_try(maria: Member) -> None:
    guess_from_everywhere("Maria")
    guess_from_everywhere(maria.email)
    owner = at(OWNER)
    assert try_password(owner, maria.email, PASSWORD) != "signed in"

    owner.post("/accounts/password/reset/", {"email": maria.email})
    link = re.search(r"https?://testserver(/\S+)", str(mail.outbox[-1].body))
    assert link
    form = owner.get(link[1], follow=True)
    owner.post(form.request["PATH_INFO"], NEW)

    assert owner.get("/").wsgi_request.user == maria


def test_a_name_that_nobody_has_is_slowed_down_alike(db: None) -> None:
    assert "Sign in with your email address instead" in guess_from_everywhere("Nobody")


@pytest.mark.parametrize(
    "spelling", ["INES", "\uff29nes", "\u0131nes", "Ine\u017f", "\u200bInes", "In\u00ades", "Ines\u00a0"]
)
def test_no_other_spelling_of_a_name_has_tries_of_its_own(ines: Member, spelling: str) -> None:
    client = at("198.51.100.7")
    for _ in range(5):
        try_password(client, "Ines")

    assert try_password(client, spelling, PASSWORD) != "signed in"


def test_a_mail_does_not_replace_the_second_step(ruth: Member) -> None:
    TOTP.activate(ruth, generate_totp_secret())
    owner = at(OWNER)
    owner.post("/accounts/password/reset/", {"email": ruth.email})
    link = re.search(r"https?://testserver(/\S+)", str(mail.outbox[-1].body))
    assert link
    form = owner.get(link[1], follow=True)

    answer = owner.post(form.request["PATH_INFO"], NEW)

    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not owner.get("/").wsgi_request.user.is_authenticated


def asked_by_strangers(address: str, path: str, number: int, fields: dict[str, str]) -> None:
    """Send a form that causes a mail to this address, each time from another network."""
    for part, network in enumerate(strangers(number)):
        values = {name: value.replace("#", str(part)) for name, value in fields.items()}
        assert at(network).post(path, {"email": address, **values}).status_code == 302


JOIN = {"username": "Heron#", "password1": "seven slow rivers"}


@pytest.mark.parametrize(
    ("path", "fields", "address"),
    [
        ("/accounts/password/reset/", {}, "maria@example.org"),
        ("/accounts/password/reset/", {}, "nobody@example.org"),
        ("/accounts/signup/", JOIN, "maria@example.org"),
        ("/accounts/signup/", JOIN, "nobody@example.org"),
    ],
)
def test_nobody_fills_a_mailbox(maria: Member, path: str, fields: dict[str, str], address: str) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        for hour in range(4):
            more = {name: f"{value}x{hour}" if name == "username" else value for name, value in fields.items()}
            asked_by_strangers(address, path, 8, more)
            clock.shift(timedelta(hours=1, minutes=1))

    to_them = [letter for letter in mail.outbox if letter.to == [address]]
    assert 3 <= len(to_them) <= 10


def test_nobody_is_stopped_from_asking_for_a_new_password(maria: Member) -> None:
    asked_by_strangers(maria.email, "/accounts/password/reset/", 40, {})
    owner = at(OWNER)

    page = owner.post("/accounts/password/reset/", {"email": maria.email}, follow=True)

    assert "Check your email" in page.text
    link = re.search(r"https?://testserver(/\S+)", str(mail.outbox[-1].body))
    assert link
    form = owner.get(link[1], follow=True)
    owner.post(form.request["PATH_INFO"], NEW)
    assert owner.get("/").wsgi_request.user == maria


def test_after_signing_in_a_new_mail_can_be_asked_for_at_once(maria: Member) -> None:
    asked_by_strangers(maria.email, "/accounts/password/reset/", 5, {})
    assert len(mail.outbox) == 3
    try_password(at(OWNER), "Maria", PASSWORD)  # the links in those mails are invalid now

    at(OWNER).post("/accounts/password/reset/", {"email": maria.email})

    assert len(mail.outbox) == 4


def wait_for_code(member: Member, address: str) -> Client:
    """Enter the password at this address, so that the code is asked for."""
    client = at(address)
    assert try_password(client, member.username, PASSWORD) == "signed in"
    return client


def try_code(client: Client, code: str) -> str:
    """Enter a code; return the page, or "signed in"."""
    answer = client.post("/accounts/2fa/authenticate/", {"code": code})
    return "signed in" if client.get("/").wsgi_request.user.is_authenticated else answer.text


def test_wrong_codes_from_one_address_lock_the_owner_out_nowhere_else(ruth: Member) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ruth, secret)
    thief = wait_for_code(ruth, "198.51.100.7")
    pages = [try_code(thief, "000000") for _ in range(7)]
    assert "Too many wrong codes. Wait" in pages[-1]

    assert try_code(wait_for_code(ruth, OWNER), code_for(secret)) == "signed in"


def test_codes_are_bounded_over_all_addresses_and_a_recovery_code_remains(ruth: Member) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ruth, secret)
    spare = RecoveryCodes.activate(ruth).get_unused_codes()[0]
    for address in strangers(8):
        thief = wait_for_code(ruth, address)
        for _ in range(5):
            page = try_code(thief, "000000")
    assert "use one of your recovery codes" in page
    owner = wait_for_code(ruth, OWNER)
    assert try_code(owner, code_for(secret)) != "signed in"

    assert try_code(owner, spare) == "signed in"


def test_setting_up_a_second_step_does_not_reset_the_count_of_wrong_passwords(
    maria: Member, ines: Member, as_member: Callable[[Member], Client]
) -> None:
    stranger = at("198.51.100.7")
    for _ in range(5):
        try_password(stranger, "Maria")
    own = as_member(ines)
    own.defaults["REMOTE_ADDR"] = "198.51.100.7"
    own.post("/accounts/reauthenticate/", {"password": PASSWORD})
    own.get("/accounts/2fa/totp/activate/")
    own.post("/accounts/2fa/totp/activate/", {"code": code_for(own.session["mfa.totp.secret"])})
    assert ines.authenticator_set.exists()

    assert "too many times" in try_password(stranger, "Maria")
