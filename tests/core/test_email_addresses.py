"""One function cleans email addresses, for every form and command."""

import re
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django import forms
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import get_resolver

from community.core.text.email_addresses import COMMON, AddressField, clean_address, meant_instead
from community.members.models import Member
from community.members.sign_up_form import SignupForm
from community.newsletter.models import Subscriber
from community.safety.models import Letter
from tests.acts import PASSWORD

MEANT = "wren@example.org"
WRITTEN = [
    ("wren@example.org", MEANT),
    ("  wren@example.org  ", MEANT),
    ("\u00a0wren@example.org\u2003", MEANT),
    ("\u3000wren@example.org\r\n", MEANT),
    ("\u200bwren@example.org", MEANT),
    ("wren\u200c@\u200dexample.org", MEANT),
    ("wren@example\u00ad.org", MEANT),
    ("\u202awren@example.org\u202c", MEANT),
    ("\u2066wren@example.org\u2069", MEANT),
    ("\ufeffwren@example.org", MEANT),
    ("wren@example.org\u2060", MEANT),
    ("wr\u00aden@example.org", MEANT),
    ("wren\uff20example.org", MEANT),
    ("wren@example\uff0eorg", MEANT),
    ("wren@example\u3002org", MEANT),
    ("wren@example\uff61org", MEANT),
    ("\uff57\uff52\uff45\uff4e@example.org", MEANT),
    ("wren@EXAMPLE.Org", MEANT),
    ("wren\U000e0001@example.org", MEANT),
    ("wren.o-hara+news@mail.example.co.uk", "wren.o-hara+news@mail.example.co.uk"),
    ("o'hara@example.org", "o'hara@example.org"),
    ("wren@m\u00fcnchen.example.de", "wren@m\u00fcnchen.example.de"),
    ("wren@xn--mnchen-3ya.de", "wren@m\u00fcnchen.de"),
    ("wren@M\u00dcNCHEN.de", "wren@m\u00fcnchen.de"),
    ("wren@mu\u0308nchen.de", "wren@m\u00fcnchen.de"),
    ("wren@stra\u00dfe.de", "wren@stra\u00dfe.de"),
    ("wren@\u4f8b\u5b50.\u4e2d\u56fd", "wren@\u4f8b\u5b50.\u4e2d\u56fd"),
    ("wren@\u043f\u043e\u0447\u0442\u0430.\u0440\u0444", "wren@\u043f\u043e\u0447\u0442\u0430.\u0440\u0444"),
    ("w@a.co", "w@a.co"),
    ("wren@" + "a" * 63 + ".org", "wren@" + "a" * 63 + ".org"),
    ("w" * 64 + "@example.org", "w" * 64 + "@example.org"),
]
UNREACHABLE = [
    *["", "wren", "@", "wren@", "@example.org", "wren@@example.org", "wren@example", "wren@localhost", "wren@com"],
    *["wren@example..org", "wren..o@example.org", ".wren@example.org", "wren.@example.org", "wren@.example.org"],
    *["wren@example.invalid", "wren@example.test", "wren@mail.localhost", "wren@printer.local", "wren@a.example"],
    *["wren@mail.internal", "wren@a.onion", "wren@router.home.arpa", "wren@fritz.lan", "wren@EXAMPLE.TEST"],
    *["wren@[192.0.2.1]", "wren@192.0.2.1", "wren@[IPv6:2001:db8::1]", "wren@2001:db8::1", "wren@0x7f000001"],
    *["w" * 65 + "@example.org", "wren@" + "a" * 64 + ".org", "wren@" + "a.b" * 84 + ".org", "w@" + "a" * 250 + ".org"],
    *["wr en@example.org", "wren@exa mple.org", "wren@example.org, b@example.org", "wren@example.org;b@example.org"],
    *["Wren <wren@example.org>", "<wren@example.org>", "mailto:wren@example.org", '"wren o"@example.org'],
    *["wren@example.org\nBcc: b@example.org", "wren\x00@example.org", "wren@exam\x00ple.org", "wren@example.org\x00"],
    *["wren@-example.org", "wren@example-.org", "wren@exam_ple.org", "wren@example.o", "wren@example.123", "wren@a.b1"],
    *["\u200b", "\u200b@\u200b", "wren@\u200b.org", "wr\u00ean@example.org", "wren@example.org.", "wren@xn--.org"],
    *["wren@example.org/path", "http://wren@example.org", "wren@example.org:25", "w@\u3164.org"],
]


@pytest.mark.parametrize(("written", "meant"), WRITTEN)
def test_an_address_is_understood_however_it_was_typed_or_pasted(written: str, meant: str) -> None:
    assert clean_address(written) == meant
    assert clean_address(meant) == meant


@pytest.mark.parametrize("written", UNREACHABLE)
def test_what_cannot_receive_mail_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        clean_address(written)


def test_the_demo_which_sends_no_mail_takes_reserved_names(settings: Any) -> None:
    settings.DEMO = True

    assert clean_address("wren@example.test") == "wren@example.test"


def all_forms(of: type = forms.BaseForm) -> Iterator[Any]:
    """Return every class of form that is loaded."""
    for form in of.__subclasses__():
        yield form
        yield from all_forms(form)


def test_every_form_of_ours_cleans_addresses_this_way() -> None:
    get_resolver().url_patterns  # noqa: B018 (loads all views, and with them their forms)
    ours = {form for form in all_forms() if form.__module__.startswith("community.")}
    fields = {(form, name): field for form in ours for name, field in form.base_fields.items()}

    assert SignupForm in ours and len(ours) > 15
    assert sum(isinstance(field, AddressField) for field in fields.values()) >= 5
    wrong = [key for key, field in fields.items() if type(field) is not AddressField and "email" in str(key[1])]
    assert wrong == []


FORMS = {
    "newsletter": ("/newsletter/", {}, False),
    "sign up": ("/accounts/signup/", {"username": "Wren", "password1": "seven slow rivers"}, False),
    "reset": ("/accounts/password/reset/", {}, False),
    "letter": ("/contact/", {"text": "Hello"}, False),
    "another address": ("/accounts/email/", {"action_add": "", "oldpassword": PASSWORD}, True),
}


def stored() -> list[str]:
    """Return every address that a form stored or wrote to."""
    tables = [Subscriber.objects, Letter.objects, Member.objects.exclude(username="Ines"), EmailAddress.objects]
    addresses = {str(email) for table in tables for email in table.values_list("email", flat=True)}
    return sorted((addresses | {to for letter in mail.outbox for to in letter.to}) - {"", "ines@example.org"})


@pytest.mark.parametrize(
    "written", ["wren@example.test", "wren@example", "wren@[192.0.2.1]", "wren@a..org", "w\u0000@a.org"]
)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_refuses_what_cannot_receive_mail(
    form: str, written: str, ines: Member, as_member: Callable[[Member], Client]
) -> None:
    address, fields, signed_in = FORMS[form]
    client = as_member(ines) if signed_in else Client()

    answer = client.post(address, fields | {"email": written})

    assert answer.status_code in (200, 422)
    assert re.search("valid email address|Enter an email address, like", answer.text)
    assert stored() == []


@pytest.mark.parametrize(
    "written",
    ["\u200bwren@example.org ", "wren\uff20example.org", "wren@EXAMPLE\u3002org", "\u202awren@example.org\u202c"],
)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_understands_it(
    form: str, written: str, ines: Member, as_member: Callable[[Member], Client]
) -> None:
    address, fields, signed_in = FORMS[form]
    client = as_member(ines) if signed_in else Client()

    client.post(address, fields | {"email": written})

    assert stored() == [MEANT]


@pytest.mark.parametrize(
    "written", ["maria\uff20example.org", " \u200bMaria", "MARIA@example.org\u2060", "\u202aMaria\u202c"]
)
def test_somebody_signs_in_with_what_was_pasted(guest: Client, maria: Member, written: str) -> None:
    guest.post("/accounts/login/", {"login": written, "password": PASSWORD})

    assert guest.get("/").wsgi_request.user == maria


def test_the_command_for_administrators_cleans_it_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda *_: "nine quiet gardens")
    call_command("create_administrator", "Ada", "\u200bada\uff20EXAMPLE.org", password_stdin=True, stdout=StringIO())
    assert Member.objects.get().email == EmailAddress.objects.get().email == "ada@example.org"

    with pytest.raises(CommandError, match="Enter an email address, like"):
        call_command("create_administrator", "Eve", "eve@example", password_stdin=True, stdout=StringIO())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ana@gmial.com", "ana@gmail.com"),
        ("ana@gmail.con", "ana@gmail.com"),
        ("ana@gmail.co", "ana@gmail.com"),
        ("ana@gmaill.com", "ana@gmail.com"),
        ("ana@gnail.com", "ana@gmail.com"),
        ("ana@hotmial.com", "ana@hotmail.com"),
        ("ana@hotmail.cmo", "ana@hotmail.com"),
        ("ana@yaho.com", "ana@yahoo.com"),
        ("ana@outlok.com", "ana@outlook.com"),
        ("ana@iclould.com", "ana@icloud.com"),
        ("ANA@GMIAL.COM", "ana@gmail.com"),
        ("ana@gmx.de", ""),
        ("ana@mail.com", ""),
        ("ana@example.org", ""),
        ("ana@hospital.org", ""),
        ("ana@x.com", ""),
        ("ana@me.co", ""),
        *[(f"ana@{domain}", "") for domain in sorted(COMMON)],
    ],
)
def test_a_slip_in_a_common_name_is_noticed(typed: str, meant: str) -> None:
    assert meant_instead(typed) == meant


@pytest.mark.parametrize("form", ["newsletter", "sign up", "another address"])
def test_the_hint_is_shown_and_nothing_is_blocked(
    form: str, ines: Member, as_member: Callable[[Member], Client]
) -> None:
    address, fields, signed_in = FORMS[form]
    client = as_member(ines) if signed_in else Client()

    page = client.post(address, fields | {"email": "wren@gmial.com"}, follow=True)

    assert "Did you mean wren@gmail.com?" in page.text
    assert stored() == ["wren@gmial.com"]
