"""A code of the second factor is accepted one step either side of now, and once (RFC 6238, 5.2)."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.db import connection
from django.test import Client

from community.members.models import Member
from community.members.operations import accept_code
from community.members.second_step import matching_step
from tests.acts import PASSWORD

EVENING = datetime(2026, 11, 20, 18, tzinfo=UTC)  # the beginning of a step


def code_of(secret: str, steps: int) -> str:
    """Return the code so many steps of 30 seconds from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def secret(ruth: Member) -> str:
    """Set up Ruth's second factor; return its key."""
    key = generate_totp_secret()
    TOTP.activate(ruth, key)
    return key


@pytest.mark.parametrize(
    ("steps", "accepted"), [(-3, False), (-2, False), (-1, True), (0, True), (1, True), (2, False), (3, False)]
)
@pytest.mark.parametrize("second", [0, 1, 15, 29])
def test_one_step_either_side_is_accepted(ruth: Member, secret: str, steps: int, second: int, accepted: bool) -> None:
    with time_machine.travel(EVENING + timedelta(seconds=second), tick=False):
        assert (accept_code(ruth, code_of(secret, steps)) is not None) is accepted


# RFC 6238, appendix B, SHA-1: the last six digits
@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_codes_of_the_standard_are_accepted(seconds: int, code: str) -> None:
    with time_machine.travel(seconds, tick=False):
        assert matching_step("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", code) == seconds // 30


@pytest.mark.parametrize("first", [-1, 0, 1])
@pytest.mark.parametrize("later", [0, 20, 31, 59, 61, 89])
def test_a_code_is_accepted_once_however_long_it_would_match(ruth: Member, secret: str, first: int, later: int) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        code = code_of(secret, first)
        assert accept_code(ruth, code)
        clock.shift(timedelta(seconds=later))
        cache.clear()  # another process, or a restart

        assert accept_code(ruth, code) is None
        assert accept_code(ruth, code[:3] + " " + code[3:]) is None


def test_nor_is_an_earlier_one_afterwards(ruth: Member, secret: str) -> None:
    with time_machine.travel(EVENING, tick=False):
        assert accept_code(ruth, code_of(secret, 0))

        assert accept_code(ruth, code_of(secret, -1)) is None
        assert accept_code(ruth, code_of(secret, 1))


def test_a_recovery_code_is_accepted_once(ruth: Member, secret: str) -> None:
    code = RecoveryCodes.activate(ruth).get_unused_codes()[0]

    assert accept_code(ruth, code)
    assert accept_code(ruth, code) is None


@pytest.mark.parametrize("code", ["", " ", "0", "000000", "abcdef", "\uff11\uff12\uff13", "\x00", "1" * 1000, "-12345"])
def test_no_other_text_is_a_code(ruth: Member, secret: str, code: str) -> None:
    assert accept_code(ruth, code) is None


@pytest.mark.django_db(transaction=True)  # the step is recorded on commit
def test_the_code_of_the_set_up_lets_nobody_in(
    as_member: Callable[[Member], Client], guest: Client, maria: Member
) -> None:
    client = as_member(maria)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    with time_machine.travel(EVENING, tick=False):
        code = code_of(client.session["mfa.totp.secret"], 1)
        client.post("/accounts/2fa/totp/activate/", {"code": code})
        assert maria.authenticator_set.filter(type="totp").exists()
        guest.post("/accounts/login/", {"login": "Maria", "password": PASSWORD})

        page = guest.post("/accounts/2fa/authenticate/", {"code": code})

    assert "That code didn’t work" in page.text
    assert not guest.get("/").wsgi_request.user.is_authenticated


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_with_one_code_one_is_accepted(ruth: Member, secret: str) -> None:
    code, accepted, start = code_of(secret, 0), [], threading.Barrier(4)

    def enter() -> None:
        start.wait()
        accepted.append(accept_code(ruth, code) is not None)
        connection.close()

    threads = [threading.Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(accepted) == [False, False, False, True]
