"""The command that creates the first administrator."""

import io
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
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


def run(typed: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command where nobody sits at a terminal, on an empty database."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py"), "create_administrator", *arguments]
    with TemporaryDirectory() as folder:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "ALONGSIDE_VAR": folder}
        return subprocess.run(manage, input=typed, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("arguments", [(), ("Ada",), ("Ada", "ada@example.org"), ("--password-stdin",)])
@pytest.mark.parametrize("typed", ["", "Ada\n"])
def test_without_a_terminal_it_says_how_to_do_it_later(arguments: tuple[str, ...], typed: str) -> None:
    done = run(typed, *arguments)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("CommandError: There is no administrator yet, and nobody at a keyboard to ask.")
    assert "bin/serve create_administrator NAME ADDRESS --password-stdin < FILE" in done.stderr


def test_an_empty_file_for_the_password_is_answered_with_a_sentence() -> None:
    done = run("", "Ada", "ada@example.org", "--password-stdin")

    assert (done.returncode, done.stderr) == (
        1,
        "CommandError: Nothing was entered, so there is no administrator yet.\n",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8:surrogateescape"])
def test_a_password_that_is_not_in_utf_8_is_answered_with_a_sentence(encoding: str, monkeypatch: Any) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py"), "create_administrator", "Ada", "ada@example.org"]
    with TemporaryDirectory() as folder:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "ALONGSIDE_VAR": folder}
        typed = "nueve jardines señalados\n".encode("latin-1")
        done = subprocess.run([*manage, "--password-stdin"], input=typed, env=environment, capture_output=True)

    assert done.returncode == 1
    assert done.stderr.decode().startswith("CommandError: What was entered is not in UTF-8")
    assert done.stderr.count(b"\n") == 1


def test_the_advice_names_a_command_that_there_is() -> None:
    script = (Path(settings.BASE_DIR) / "bin/serve").read_text()

    assert 'exec .venv/bin/python manage.py "$@"' in script
    assert "bin/serve create_administrator" in (Path(settings.BASE_DIR) / "docs/running.md").read_text()
