"""Nobody learns from an answer, or from the work that it takes, whether somebody has an account or subscribes."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community.core.http.timing import MAIL
from community.members.models import Member
from community.newsletter.operations import subscribe
from tests.acts import PASSWORD

pytestmark = pytest.mark.django_db

VARY = {"Expires", "Content-Length"}  # the time, and the length of what was typed
KNOWN, UNKNOWN = "maria@example.org", "wren9@example.org"  # of the same length


@dataclass(frozen=True)
class Way:
    """A form that takes an address or a name, which may be known."""

    address: str
    known: dict[str, str]
    unknown: dict[str, str]
    signed_in: bool = False
    mails: int = 0
    name: str = field(default="")


def _join(name: str, email: str) -> dict[str, str]:
    return {"username": name, "email": email, "password1": "seven slow rivers"}


WAYS = [
    Way("/accounts/signup/", _join("Heron1", KNOWN), _join("Heron2", UNKNOWN), mails=1, name="sign up"),
    Way(
        "/accounts/signup/", _join("Heron1", KNOWN.upper()), _join("Heron2", UNKNOWN.upper()), mails=1, name="capitals"
    ),
    Way(
        "/accounts/signup/",
        _join("Heron1", "second@example.org"),
        _join("Heron2", "fourth@example.org"),
        mails=1,
        name="sign up with a second address",
    ),
    Way(
        "/accounts/signup/", _join("Heron1", "joans@example.org"), _join("Heron2", UNKNOWN), mails=1, name="unconfirmed"
    ),
    Way(
        "/accounts/login/",
        {"login": "Maria", "password": "wrong words"},
        {"login": "Wren9", "password": "wrong words"},
        name="sign in by name",
    ),
    Way(
        "/accounts/login/",
        {"login": KNOWN, "password": "wrong words"},
        {"login": UNKNOWN, "password": "wrong words"},
        name="sign in by address",
    ),
    Way(
        "/accounts/login/",
        {"login": "Gone1", "password": "wrong words"},
        {"login": "Wren9", "password": "wrong words"},
        name="sign in to a closed account",
    ),
    Way("/accounts/password/reset/", {"email": KNOWN}, {"email": UNKNOWN}, mails=1, name="reset"),
    Way("/accounts/password/reset/", {"email": "gone1@example.org"}, {"email": UNKNOWN}, mails=1, name="reset closed"),
    Way("/newsletter/", {"email": "reads1@example.org"}, {"email": "wren91@example.org"}, name="newsletter"),
    Way("/newsletter/", {"email": "ended1@example.org"}, {"email": "wren91@example.org"}, name="newsletter again"),
    Way(
        "/accounts/email/",
        {"email": KNOWN, "oldpassword": PASSWORD, "action_add": ""},
        {"email": UNKNOWN, "oldpassword": PASSWORD, "action_add": ""},
        signed_in=True,
        mails=1,
        name="another address",
    ),
    Way(
        "/accounts/login/",
        {"login": "second@example.org", "password": "wrong words"},
        {"login": "fourth@example.org", "password": "wrong words"},
        name="sign in by a second address",
    ),
    Way(
        "/accounts/login/",
        {"login": "joans@example.org", "password": "wrong words"},
        {"login": "wrens@example.org", "password": "wrong words"},
        name="sign in by an address that is not confirmed",
    ),
    Way(
        "/accounts/password/reset/",
        {"email": "second@example.org"},
        {"email": "fourth@example.org"},
        mails=1,
        name="reset by a second address",
    ),
    Way("/newsletter/", {"email": "READS1@example.org"}, {"email": "WREN91@example.org"}, name="newsletter capitals"),
]


@pytest.fixture
def people(maria: Member, joan: Member) -> None:
    """Maria with two addresses, Joan whose address is not confirmed, a closed account, and two subscribers."""
    maria.emailaddress_set.create(email="second@example.org", verified=True)
    joan.emailaddress_set.update(email="joans@example.org", verified=False)
    Member.objects.filter(pk=joan.pk).update(email="joans@example.org")
    gone = Member.objects.create_user("Gone1", "gone1@example.org", PASSWORD)
    gone.emailaddress_set.create(email=gone.email, verified=True, primary=True)
    Member.objects.filter(pk=gone.pk).update(is_active=False)
    subscribe("reads1@example.org", "/")
    ended = subscribe("ended1@example.org", "/")
    ended.state = "unsubscribed"
    ended.save()


@contextmanager
def counted_hashes() -> Iterator[list[str]]:
    """Count how often a password is hashed, whichever way it is asked for."""
    calls: list[str] = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode

    def counting(self: Any, password: str, salt: str, *args: Any, **kwargs: Any) -> Any:
        calls.append(password)
        return encode(self, password, salt, *args, **kwargs)

    with patch.object(hasher, "encode", counting):
        yield calls


def described(answer: HttpResponse, sent: dict[str, str]) -> tuple[int, dict[str, str], str]:
    """Return status, headers and body without what is new in each answer and without what was typed."""
    body = answer.text
    for value in sorted(sent.values(), key=len, reverse=True):
        body = body.replace(value, "TYPED").replace(value.lower(), "TYPED") if value else body
    body = re.sub(r'(name="csrfmiddlewaretoken" value|nonce|data-bell-version)="[^"]+"', "", body)
    headers = {name: re.sub(r"nonce-[^']+", "", value) for name, value in answer.headers.items() if name not in VARY}
    return answer.status_code, headers, body


def statements(queries: CaptureQueriesContext) -> int:
    """Count the statements that read or write; undoing a savepoint costs what keeping it does."""
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_known_and_unknown_are_answered_alike_and_cost_the_same(
    way: Way, people: None, ines: Member, as_member: Callable[[Member], Client]
) -> None:
    seen = []
    Client().get("/accounts/login/")  # what is loaded and cached once
    for sent in (way.unknown, way.known):
        with transaction.atomic():
            client = as_member(ines) if way.signed_in else Client()
            mail.outbox.clear()
            with CaptureQueriesContext(connection) as queries, counted_hashes() as hashes:
                answer = client.post(way.address, sent)
            seen.append([described(answer, sent), len(hashes), statements(queries), len(mail.outbox)])
            if answer.status_code == 302:
                seen[-1].append(described(client.get(answer["Location"]), sent))
            transaction.set_rollback(True)

    assert seen[0] == seen[1]
    assert seen[0][3] == way.mails


@pytest.mark.parametrize(
    "way", [way for way in WAYS if way.mails and "sign" not in way.address], ids=lambda way: way.name
)
def test_writing_one_mail_or_another_takes_the_same_time(
    way: Way, people: None, ines: Member, as_member: Callable[[Member], Client]
) -> None:
    for sent in (way.known, way.unknown):
        client = as_member(ines) if way.signed_in else Client()
        start = monotonic()

        client.post(way.address, sent)

        assert monotonic() - start >= MAIL
