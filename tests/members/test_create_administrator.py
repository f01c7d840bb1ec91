"""The command that creates the first administrator."""

import io
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client

from community.members.models import Member
from tests.acts import PASSWORD

pytestmark = pytest.mark.django_db


def create(monkeypatch: Any, email: str, password: str = PASSWORD) -> None:
    """Run the command with the input of somebody who creates the account of Ada."""
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    call_command("create_administrator", "Ada", email, password_stdin=True, stdout=io.StringIO())


def test_an_administrator_signs_in_with_their_address_in_any_case(monkeypatch: Any, guest: Client) -> None:
    create(monkeypatch, "Boss@Example.org")

    guest.post("/accounts/login/", {"login": "boss@example.org", "password": PASSWORD})

    ada = Member.objects.get()
    assert ada.administers
    assert int(guest.session["_auth_user_id"]) == ada.pk
    assert ada.email == "boss@example.org"


def test_an_address_that_is_in_use_creates_no_partial_account(monkeypatch: Any, maria: Member) -> None:
    EmailAddress.objects.create(user=maria, email="boss@example.org", verified=True)

    with pytest.raises(CommandError):
        create(monkeypatch, "boss@example.org")

    assert not Member.objects.filter(username="Ada").exists()
