"""Signing up, signing in and a forgotten password: by ordinary pages and mail, without JavaScript."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from community.members.models import Member
from tests.acts import PASSWORD

pytestmark = pytest.mark.django_db


def link_in_mail() -> str:
    """Return the path of the link in the last mail."""
    found = re.search(r"https?://testserver(/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def join(client: Client, **changes: str) -> Any:
    """Fill in the form on the page "Join"."""
    answers = {"username": "Heron", "email": "heron@example.org", "password1": "seven slow rivers"} | changes
    return client.post("/accounts/signup/", answers)


def test_joining_confirming_by_mail_and_being_signed_in(guest: Client) -> None:
    assert "Don’t use your real name" in guest.get("/accounts/signup/").text

    join(guest)
    assert "Confirm your email address" in mail.outbox[-1].subject
    assert not guest.get("/").wsgi_request.user.is_authenticated

    link = link_in_mail()
    page = guest.get(link).text
    assert "Heron" in page
    assert not guest.get("/").wsgi_request.user.is_authenticated, (
        "opening the link must not confirm: scanners open links"
    )

    guest.post(link)
    assert guest.get("/").wsgi_request.user == Member.objects.get(username="Heron")


def test_a_name_that_is_in_use_is_refused_beside_its_field(guest: Client, maria: Member) -> None:
    page = join(guest, username="maria").text

    assert 'role="alert"' in page
    assert 'href="#id_username"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_username_error"' in page
    assert 'value="heron@example.org"' in page, "what was right stays"


def test_a_known_address_is_not_revealed_to_whoever_asks(guest: Client, maria: Member) -> None:
    fresh = join(Client())
    known = join(guest, username="Other", email=maria.email)

    assert known.status_code == fresh.status_code
    assert known.url == fresh.url
    assert "You already have an account with it" in str(mail.outbox[-1].body)


@pytest.mark.parametrize("name", ["Maria", "maria", "maria@example.org"])
def test_signing_in_by_name_or_address(guest: Client, maria: Member, name: str) -> None:
    guest.post("/accounts/login/", {"login": name, "password": PASSWORD})

    assert guest.get("/").wsgi_request.user == maria


def test_a_wrong_password_is_explained_without_blame(guest: Client, maria: Member) -> None:
    page = guest.post("/accounts/login/", {"login": "Maria", "password": "something else"}).text

    assert "There is a problem" in page
    assert 'value="Maria"' in page
    assert "something else" not in page


def test_signing_out_by_the_menu(guest: Client, maria: Member) -> None:
    guest.post("/accounts/login/", {"login": "Maria", "password": PASSWORD})

    guest.post("/accounts/logout/")

    assert not guest.get("/").wsgi_request.user.is_authenticated


def test_a_forgotten_password_is_reset_by_mail(guest: Client, maria: Member) -> None:
    guest.post("/accounts/password/reset/", {"email": maria.email})
    page = guest.get(link_in_mail(), follow=True)
    action = page.request["PATH_INFO"]
    assert "Choose a new password" in page.text

    guest.post(action, {"password1": "nine quiet gardens", "password2": "nine quiet gardens"})
    guest.post("/accounts/login/", {"login": "Maria", "password": "nine quiet gardens"})

    assert guest.get("/").wsgi_request.user == maria


def test_a_used_link_says_how_to_get_another(guest: Client, maria: Member) -> None:
    page = guest.get("/accounts/password/reset/key/1-wrong/").text

    assert "This link has expired" in page
    assert "/accounts/password/reset/" in page


OF_THE_TEAM = "admin Moderator SUPPORT the-team Alongside mod_2 Helpdesk Alongside-Team SupportTeam the_official-mods"


@pytest.mark.parametrize("name", OF_THE_TEAM.split())
def test_nobody_joins_under_a_name_of_the_team(guest: Client, name: str) -> None:
    page = join(guest, username=name).text

    assert "This name is reserved for the team." in page
    assert not Member.objects.exists()


@pytest.mark.parametrize("name", ["Hostess", "Modesty", "Heron_2"])
def test_names_that_only_resemble_them_are_free(guest: Client, name: str) -> None:
    join(guest, username=name)

    assert Member.objects.get().username == name
