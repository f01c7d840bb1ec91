"""The page's language: the viewer's choice, else the browser's preference, else the community's."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from community.members.models import Member
from tests.test_settings import A_KEY, start, value

pytestmark = pytest.mark.django_db

SPANISH = {"accept-language": "es-MX,es;q=0.9,en;q=0.5"}


def spoken(answer: Any) -> str:
    """Return the page's language; its header has the same."""
    found = re.search(r'<html lang="([^"]+)"', answer.text)
    assert found
    assert answer["Content-Language"] == found[1]
    return found[1]


def speaks(member: Member, language: str) -> Member:
    member.language = language
    member.save()
    return member


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("es-MX,es;q=0.9", "es"),
        ("en-GB,en;q=0.8", "en-gb"),
        ("en-US", "en"),
        ("en-CA", "en"),
        ("en-AU,en;q=0.5", "en-gb"),
        ("fr,en-IE;q=0.5", "en-gb"),
        ("en-US,en-GB;q=0.9", "en"),
        ("en", "en"),
        ("fr, es;q=0.5", "es"),
        ("fr", "en"),
        ("", "en"),
        ("?;=,", "en"),
    ],
)
def test_a_guest_reads_in_the_language_their_browser_asks_for(guest: Client, asked: str, language: str) -> None:
    answer = guest.get("/help/", headers={"accept-language": asked})

    assert spoken(answer) == language
    assert "Accept-Language" in answer["Vary"]
    assert not answer.cookies


def test_without_a_language_that_we_speak_it_is_the_communitys_own(guest: Client, settings: Any) -> None:
    settings.LANGUAGE_CODE = "es"

    assert spoken(guest.get("/help/", headers={"accept-language": "fr"})) == "es"
    assert spoken(guest.get("/help/", headers={"accept-language": "en"})) == "en"


def test_a_guests_choice_takes_precedence_over_their_browsers_language(guest: Client) -> None:
    guest.cookies["language"] = "en"

    assert spoken(guest.get("/help/", headers=SPANISH)) == "en"


def test_a_members_choice_takes_precedence_over_both_in_every_browser(
    as_member: Callable[[Member], Client], maria: Member
) -> None:
    client = as_member(speaks(maria, "es"))
    client.cookies["language"] = "en"

    assert spoken(client.get("/help/", headers={"accept-language": "en"})) == "es"
    assert spoken(as_member(maria).get("/help/", headers={"accept-language": "en"})) == "es"


@pytest.mark.parametrize("language", ["tlh", "es'--", "../en", "x" * 2000])
def test_a_language_that_nobody_here_speaks_is_passed_over(guest: Client, language: str) -> None:
    guest.cookies["language"] = language

    assert spoken(guest.get("/help/", headers=SPANISH)) == "es"


def test_a_member_whose_language_was_removed_reads_in_their_browsers_language(
    as_member: Callable[[Member], Client], maria: Member
) -> None:
    assert spoken(as_member(speaks(maria, "tlh")).get("/help/", headers=SPANISH)) == "es"


def test_one_readers_language_does_not_stay_for_the_next(guest: Client) -> None:
    before = translation.get_language()

    assert spoken(guest.get("/help/", headers=SPANISH)) == "es"
    assert guest.get("/nothing-is-here/", headers=SPANISH).status_code == 404
    assert translation.get_language() == before
    assert spoken(guest.get("/help/")) == "en"


def test_a_post_has_its_own_language_on_a_page_in_another(guest: Client, maria: Member) -> None:
    maria.about = "I walk in the morning."
    maria.save()

    about = r'<div class="stack tight"{} dir="auto"\s*>\s*<p>I walk'
    assert re.search(about.format(' lang="en"'), guest.get("/members/Maria/", headers=SPANISH).text)
    assert re.search(about.format(""), guest.get("/members/Maria/").text)


@pytest.mark.parametrize(("chosen", "letter"), [("es", "es"), ("en", "en"), ("", "es")])
def test_mail_is_in_the_members_language_else_in_that_of_the_page_that_caused_it(
    guest: Client, maria: Member, chosen: str, letter: str
) -> None:
    speaks(maria, chosen)

    guest.post("/accounts/password/reset/", {"email": maria.email}, headers=SPANISH)

    words = "A link to choose a new password"
    with translation.override(letter):
        assert gettext(words) in mail.outbox[-1].subject
    with translation.override("en" if letter == "es" else "es"):
        assert gettext(words) not in mail.outbox[-1].subject


def test_somebody_else_joining_with_a_members_address_does_not_choose_the_language_of_the_mail(
    guest: Client, maria: Member
) -> None:
    speaks(maria, "es")

    guest.post("/accounts/signup/", {"username": "Heron", "email": maria.email, "password1": "seven slow rivers"})

    with translation.override("es"):
        assert str(mail.outbox[-1].body).startswith(gettext("Hello,"))
    assert not str(mail.outbox[-1].body).startswith("Hello,")


def test_the_communitys_language_is_a_setting_and_must_be_one_that_we_speak(tmp_path: Path) -> None:
    assert value(tmp_path, "LANGUAGE_CODE", ALONGSIDE_SECRET_KEY=A_KEY) == "en"
    assert value(tmp_path, "LANGUAGE_CODE", ALONGSIDE_SECRET_KEY=A_KEY, ALONGSIDE_LANGUAGE="es") == "es"

    done = start(tmp_path, ALONGSIDE_SECRET_KEY=A_KEY, ALONGSIDE_LANGUAGE="tlh")

    assert done.returncode
    assert "ALONGSIDE_LANGUAGE is 'tlh'. Write one of en, en-gb, es." in done.stderr
