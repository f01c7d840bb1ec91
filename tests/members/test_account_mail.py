"""Allauth's mails to members: in our words, and with what to do next."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.core import mail
from django.test import Client, RequestFactory

from community.members.models import Member
from tests.acts import PASSWORD

CHANGED = ("account/email/email_changed", {"from_email": "old@example.org", "to_email": "new@example.org"})
NOTES = [
    ("account/email/email_confirm", {}),
    ("account/email/email_deleted", {"deleted_email": "old@example.org"}),
    ("account/email/password_changed", {}),
    ("account/email/password_reset", {}),
    ("account/email/password_set", {}),
    ("mfa/email/recovery_codes_generated", {}),
    ("mfa/email/totp_activated", {}),
    ("mfa/email/totp_deactivated", {}),
]


def note(kind: str, about: dict[str, Any], member: Member) -> mail.EmailMessage:
    """Send a note about an account from a browser on Windows; return it."""
    request = RequestFactory(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/132.0"}).get("/")
    with context.request_context(request):
        get_adapter().send_notification_mail(kind, member, about)
    return mail.outbox[-1]


@pytest.mark.parametrize(("kind", "about"), NOTES, ids=[kind for kind, _ in NOTES])
def test_each_note_about_an_account_is_in_our_words_and_says_what_to_do_if_it_was_somebody_else(
    kind: str, about: dict[str, Any], maria: Member
) -> None:
    letter = note(kind, about, maria)

    body = str(letter.body)
    assert body.startswith("Hello,\n\n")
    assert "Firefox on Windows" in body
    assert re.search(r"This was done on \w{3}, \w{3} \d+, \d{4}, \d+:\d\d [AP]M C[DS]T with", body)
    assert "Mozilla" not in body
    assert "http://testserver/accounts/password/reset/" in body
    assert not re.search(r"Two-Factor|Authenticator|IP address|!", letter.subject + body)
    assert all(value in body for value in about.values())


def test_the_old_address_which_has_no_account_any_more_is_led_to_us_and_not_to_a_new_password(maria: Member) -> None:
    body = str(note(*CHANGED, maria).body)

    assert "from old@example.org to new@example.org" in body
    assert "Firefox on Windows" in body
    assert "http://testserver/contact/" in body
    assert "password" not in body


def test_a_note_about_a_second_step_leads_to_us_too_since_a_new_password_is_not_enough(maria: Member) -> None:
    body = str(note("mfa/email/totp_activated", {}, maria).body)

    assert "http://testserver/accounts/password/reset/" in body
    assert "http://testserver/contact/" in body


def test_a_changed_password_is_confirmed_on_the_page_and_by_mail(
    as_member: Callable[[Member], Client], maria: Member
) -> None:
    sent = {"oldpassword": PASSWORD, "password1": "nine quiet gardens", "password2": "nine quiet gardens"}

    page = as_member(maria).post("/accounts/password/change/", sent, follow=True).text

    assert "Your new password is saved." in page
    assert "Your password has changed" in mail.outbox[-1].subject


def test_somebody_without_an_account_who_forgot_a_password_reads_that_there_is_none(guest: Client, db: None) -> None:
    guest.post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert "We don’t have an account with this address" in mail.outbox[-1].subject


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/signup/"])
def test_every_mail_about_a_closed_account_says_that_it_is_closed(guest: Client, maria: Member, path: str) -> None:
    Member.objects.filter(pk=maria.pk).update(is_active=False)

    guest.post(path, {"username": "Heron", "email": maria.email, "password1": "seven slow rivers"})

    letter = mail.outbox[-1]
    assert letter.to == [maria.email]
    assert "This account is closed" in letter.subject
    assert "http://testserver/contact/" in letter.body
    assert "/accounts/" not in letter.body
