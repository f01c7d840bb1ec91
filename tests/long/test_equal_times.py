"""Nobody learns from the time of an answer whether somebody has an account or subscribes.

Where passwords are hashed it is the processor's time, which a busy machine changes least; elsewhere the clock's, since
those forms wait until a fixed time has passed."""

import logging
from collections.abc import Callable
from itertools import count
from statistics import median
from time import perf_counter, process_time
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.test import Client

from community.members.models import Member
from community.newsletter.operations import subscribe
from tests.acts import PASSWORD

pytestmark = [pytest.mark.long, pytest.mark.django_db]
log = logging.getLogger(__name__)

TIMES = 200
GAP = 0.05  # of the median
NOISE = 0.0005  # seconds: what a busy machine adds to the median of requests that take a few milliseconds
numbers = count(100)

type Fields = dict[str, str]
WAYS: dict[str, tuple[str, Callable[[], Fields], Callable[[], Fields]]] = {
    "sign up": ("/accounts/signup/", lambda: joins("maria@example.org"), lambda: joins(fresh())),
    "sign in by name": ("/accounts/login/", lambda: enters("Maria"), lambda: enters(f"Wren{next(numbers)}")),
    "sign in by address": ("/accounts/login/", lambda: enters("maria@example.org"), lambda: enters(fresh())),
    "reset": ("/accounts/password/reset/", lambda: {"email": "maria@example.org"}, lambda: {"email": fresh()}),
    "newsletter": ("/newsletter/", lambda: {"email": "maria@example.org"}, lambda: {"email": fresh()}),
    "another address": ("/accounts/email/", lambda: adds("maria@example.org"), lambda: adds(fresh())),
}


def fresh() -> str:
    """Return an address of nobody."""
    return f"wren{next(numbers)}@example.org"


def joins(email: str) -> Fields:
    """Fill in the form to sign up."""
    return {"username": f"Heron{next(numbers)}", "email": email, "password1": "seven slow rivers"}


def enters(login: str) -> Fields:
    """Fill in the form to sign in with a wrong password."""
    return {"login": login, "password": "wrong words"}


def adds(email: str) -> Fields:
    """Fill in the form to add an address."""
    return {"email": email, "oldpassword": PASSWORD, "action_add": ""}


@pytest.fixture
def as_in_production(settings: Any) -> None:
    """Hash and send as in production."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    hashers.get_hashers.cache_clear()
    settings.MAILERS = {"default": {"BACKEND": "community.core.mail.OutboxEmailBackend"}}
    settings.SIGNUPS_PER_HOUR = 10_000


@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_take_the_same_time(
    way: str, as_in_production: None, maria: Member, ines: Member, as_member: Callable[[Member], Client]
) -> None:
    for member in (maria, ines):
        member.set_password(PASSWORD)
        member.save()
    subscribe(maria.email, "/")
    address, known, unknown = WAYS[way]
    clock = process_time if "sign" in way else perf_counter
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(TIMES + 10):
        for is_known in (True, False) if turn % 2 else (False, True):
            client = as_member(ines) if way == "another address" else Client()
            ines.emailaddress_set.filter(primary=False).delete()
            fields = (known if is_known else unknown)()
            start = clock()
            client.post(address, fields)
            seconds[is_known].append(clock() - start)

    of_known, of_unknown = median(seconds[True][10:]), median(seconds[False][10:])
    log.info("%s: %.2f ms known, %.2f ms unknown", way, of_known * 1000, of_unknown * 1000)
    assert abs(of_known - of_unknown) < max(GAP * max(of_known, of_unknown), NOISE)
