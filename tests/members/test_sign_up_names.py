"""Choosing a name: what is wrong is said once, by its field, with free names to take; a real name is asked about."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from community.members.models import Member
from community.members.name_suggestions import suggest_names
from community.members.real_names import resembles_real_name
from community.members.validators import sign_up_validators
from tests.acts import make_member

pytestmark = pytest.mark.django_db
ASKS = "This looks like a real name"


def join(client: Client, **changes: str) -> Any:
    """Send the form, which is complete without changes."""
    answers = {"username": "Heron", "email": "heron@example.org", "password1": "seven slow rivers"} | changes
    return client.post("/accounts/signup/", answers)


def suggested(page: str) -> list[str]:
    """Return the names on the page's buttons."""
    return re.findall(r'name="take_name"\s+value="([^"]+)"', page)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("maria", "is taken"),
        ("Moderator", "reserved"),
        ("Lopez!", "Use only letters"),
        ("Maria Lopez", "can’t have spaces"),
        ("MariaLopez", ASKS),
    ],
    ids=["taken", "reserved", "not allowed", "space", "real"],
)
def test_a_refused_name_is_explained_beside_it_and_above_the_form_with_free_names_to_take(
    name: str, sentence: str, guest: Client, maria: Member
) -> None:
    page = join(guest, username=name).text

    assert page.count(sentence) == 2
    names = suggested(page)
    assert 2 <= len(names) <= 3
    assert len(set(names)) == len(names)
    for name in names:
        answers = {"username": name, "email": f"{name.lower()}@example.org", "password1": "71 23 90 46 86"}
        assert join(Client(), **answers).status_code == 302, name


def test_a_name_is_taken_with_one_press_without_script(guest: Client, maria: Member) -> None:
    name = suggested(join(guest, username="Maria").text)[0]

    page = join(guest, username="Maria", take_name=name, password1="").text

    assert f'value="{name}"' in page
    assert 'value="heron@example.org"' in page
    assert 'class="summary' not in page, "it is no error that the password is to be written again"
    assert not Member.objects.filter(username=name).exists()
    join(guest, username=name)
    assert Member.objects.filter(username=name).exists()


def test_a_taken_name_is_suggested_with_a_number_first(maria: Member) -> None:
    assert re.fullmatch(r"Maria\d\d", suggest_names("Maria")[0])


@pytest.mark.parametrize("wanted", ["", "x", "Admin", "MariaLopez", "???", "Ñandú", "a" * 60, "-_-", "Heron"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_suggestion_is_allowed(wanted: str, language: str) -> None:
    with translation.override(language):
        names = suggest_names(wanted)

    assert len(names) == 3
    for name in names:
        for check in sign_up_validators:
            check(name)
        assert not resembles_real_name(name)


def test_what_is_taken_is_not_suggested_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("community.members.name_suggestions.secrets.randbelow", lambda most: 27)
    make_member("HERON37")

    assert "Heron37" not in suggest_names("Heron")


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("MariaLopez", ""),
        ("maria-lopez", ""),
        ("marialopez", ""),
        ("Mary_Smith_1961", ""),
        ("SusanB", ""),
        ("mlopez", "m.lopez@example.org"),
        ("HeronWade", "heron.wade@example.org"),
    ],
)
def test_names_like_these_look_real(name: str, email: str) -> None:
    assert resembles_real_name(name, email)


@pytest.mark.parametrize(
    "name", ["Maria", "Winnie74", "QuietHeron", "RoseGarden", "Robin_Hood", "sunrise", "Smith", "RN1"]
)
def test_names_like_these_do_not(name: str) -> None:
    assert not resembles_real_name(name, "heron@example.org")


def test_a_real_name_is_asked_about_once(guest: Client) -> None:
    page = join(guest, username="MariaLopez").text
    assert ASKS in page
    assert not Member.objects.exists()
    asked = re.findall(r'name="real_name" value="([^"]*)"', page)

    join(guest, username="MariaLopez", real_name=asked[0])

    assert Member.objects.get().username == "MariaLopez"


def test_another_real_name_is_asked_about_too(guest: Client) -> None:
    assert ASKS in join(guest, username="MariaLopez", real_name="SusanSmith").text


def test_the_list_above_the_form_says_each_error_too_and_leads_to_its_field(guest: Client) -> None:
    page = guest.post("/accounts/signup/", {"username": "x y", "email": "maria@gmial", "password1": "short"}).text
    summary = page[page.index('role="alert"') :].partition("</div>")[0]

    assert re.findall(r'href="#(\w+)"', summary) == ["id_username", "id_email", "id_password1"]
    for field in ("username", "email", "password1"):
        error = re.search(rf'id="id_{field}_error">([^<]+)<', page)
        assert error
        assert error[1].strip() in summary, field


@pytest.mark.parametrize("name", ["Maria", "MariaLopez"])
def test_nothing_is_mailed_for_a_refused_name(name: str, guest: Client, maria: Member) -> None:
    join(guest, username=name)

    assert mail.outbox == []
