"""Changing the email address: one field; confirming the new address replaces the old one, which is letter_to_old."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from community.members.models import Member
from config.limits import ACCOUNT_RATE_LIMITS
from tests.acts import PASSWORD

pytestmark = pytest.mark.django_db
AsMember = Callable[[Member], Client]
PAGE, OLD, NEW = "/accounts/email/", "maria@example.org", "wren@example.org"


def change(client: Client, email: str = NEW, password: str = PASSWORD) -> str:
    """Send the form; return the page that follows."""
    sent = {"action_add": "", "email": email, "oldpassword": password}
    return str(client.post(PAGE, sent, follow=True).text)


def link_to(address: str) -> str:
    """Return the path of the link in the last mail to this address."""
    letter = [letter for letter in mail.outbox if letter.to == [address]][-1]
    found = re.search(r"https?://testserver(/accounts/confirm-email/\S+)", str(letter.body))
    assert found
    return found[1]


def test_confirming_the_new_address_replaces_the_old_one_which_is_notified(maria: Member, as_member: AsMember) -> None:
    client = as_member(maria)
    page = change(client)
    assert f"We sent a link to <strong>{NEW}</strong>" in page
    assert f"Your address is <strong>{OLD}</strong>" in page
    maria.refresh_from_db()
    assert maria.email == OLD, "nothing changes before it is confirmed"

    page = client.post(link_to(NEW), follow=True).text

    maria.refresh_from_db()
    assert maria.email == NEW
    address = maria.emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == (NEW, True, True)
    assert f"Your address is <strong>{NEW}</strong>" in page
    letter_to_old = [letter for letter in mail.outbox if letter.to == [OLD]][-1]
    assert "Your email address has changed" in letter_to_old.subject
    assert f"from {OLD} to {NEW}" in " ".join(str(letter_to_old.body).split())


@pytest.mark.parametrize(
    ("password", "sentence"),
    [("not this one", "That’s not your current password. Try again."), ("", "Enter your current password.")],
)
def test_without_the_current_password_nothing_is_sent(
    password: str, sentence: str, maria: Member, as_member: AsMember
) -> None:
    page = change(as_member(maria), password=password)

    assert page.count(f"{sentence} </p>") == 1
    assert 'id="id_oldpassword_error"' in page
    assert f'value="{NEW}"' in page
    assert maria.emailaddress_set.count() == 1
    assert mail.outbox == []


def test_a_password_is_guessed_a_few_times_only_on_both_pages_that_ask_for_it(
    maria: Member, as_member: AsMember, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    client = as_member(maria)
    assert all("not your current password" in change(client, password=f"wrong {n}") for n in range(5))

    page = change(client)

    assert "You’ve tried too many times. Wait a few minutes, then try again." in page
    assert maria.emailaddress_set.count() == 1
    assert client.post("/accounts/password/change/", {"oldpassword": "wrong 6"}).status_code == 429


def test_right_passwords_use_up_nothing_of_the_limit(maria: Member, as_member: AsMember, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    client = as_member(maria)

    pages = [change(client, f"wren{n}@example.org") for n in range(7)]

    assert "We sent a link to <strong>wren6@example.org</strong>" in pages[-1]


def test_a_member_without_a_password_is_not_asked_for_one(maria: Member, as_member: AsMember) -> None:
    maria.set_unusable_password()
    maria.save(update_fields=["password"])
    client = as_member(maria)
    assert "oldpassword" not in client.get(PAGE).text

    assert f"We sent a link to <strong>{NEW}</strong>" in change(client)


def test_the_old_address_is_notified_in_the_members_language(maria: Member, as_member: AsMember) -> None:
    maria.language = "es"
    maria.save(update_fields=["language"])
    client = as_member(maria)
    change(client)

    client.post(link_to(NEW), headers={"accept-language": "en"})

    letter_to_old = [letter for letter in mail.outbox if letter.to == [OLD]][-1]
    assert str(letter_to_old.body).startswith("Hola")


@pytest.mark.parametrize(("login", "works"), [(OLD, False), (NEW, True)])
def test_afterwards_only_the_new_address_signs_in(login: str, works: bool, maria: Member, as_member: AsMember) -> None:
    client = as_member(maria)
    change(client)
    client.post(link_to(NEW))
    other = Client()

    other.post("/accounts/login/", {"login": login, "password": PASSWORD})

    assert other.get("/").wsgi_request.user.is_authenticated is works


def test_the_link_comes_again_after_a_change_was_cancelled_and_a_limit_is_named(
    maria: Member, as_member: AsMember, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    client = as_member(maria)
    for _again in range(4):
        page = change(client)
        assert "We send the link up to three times an hour." in page
        client.post(PAGE, {"action_remove": "", "email": NEW})

    assert len([letter for letter in mail.outbox if letter.to == [NEW]]) == 3


def test_a_used_link_leads_a_member_to_their_address_and_a_guest_to_sign_in(
    maria: Member, as_member: AsMember, guest: Client
) -> None:
    client = as_member(maria)
    change(client)
    link = link_to(NEW)
    client.post(link)

    assert f'<a href="{PAGE}">Your email address</a>' in client.get(link).text
    assert "Sign in</a>, and we’ll send you" in guest.get(link).text


def test_a_change_is_cancelled_and_its_link_works_no_more(maria: Member, as_member: AsMember) -> None:
    client = as_member(maria)
    change(client)
    link = link_to(NEW)

    page = client.post(PAGE, {"action_remove": "", "email": NEW}, follow=True).text

    assert "We sent a link" not in page
    assert "Your own address hasn’t changed." in page
    assert client.post(link).status_code == 404
    assert "This link has expired or has already been used." in client.get(link).text
    assert maria.emailaddress_set.get().email == OLD


@pytest.mark.parametrize("again", [{"action_send": ""}, {"action_add": ""}], ids=["the button", "the form"])
def test_the_mail_is_sent_again(again: dict[str, str], maria: Member, as_member: AsMember) -> None:
    client = as_member(maria)
    change(client)
    mail.outbox.clear()

    page = client.post(PAGE, again | {"email": NEW, "oldpassword": PASSWORD}, follow=True).text

    assert [letter.to for letter in mail.outbox] == [[NEW]]
    assert f"We sent a link to <strong>{NEW}</strong>" in page
    client.post(link_to(NEW))
    assert maria.emailaddress_set.get().email == NEW


def test_another_new_address_replaces_one_that_is_not_confirmed(maria: Member, as_member: AsMember) -> None:
    client = as_member(maria)
    change(client)
    first = link_to(NEW)

    page = change(client, "lark@example.org")

    assert NEW not in page.partition("<form")[0]
    assert client.post(first).status_code == 404
    client.post(link_to("lark@example.org"))
    assert maria.emailaddress_set.get().email == "lark@example.org"


@pytest.mark.parametrize(
    ("email", "sentence"),
    [(OLD, "You already use this address. Enter a different one."), ("", "Enter your new email address.")],
)
def test_what_is_wrong_is_explained_beside_the_field(
    email: str, sentence: str, maria: Member, as_member: AsMember
) -> None:
    page = change(as_member(maria), email)

    assert page.count(sentence) == 2, "in the list above the form too"
    assert 'id="id_email_error"' in page
    assert maria.emailaddress_set.count() == 1


def test_an_address_of_somebody_else_is_not_taken_over(maria: Member, ines: Member, as_member: AsMember) -> None:
    client = as_member(maria)
    change(client, ines.email)

    page = client.get(link_to(ines.email)).text
    client.post(link_to(ines.email))

    assert "Another account already uses this address" in page
    maria.refresh_from_db()
    assert maria.email == OLD
    assert ines.emailaddress_set.get().verified


def test_the_only_address_cannot_be_removed(maria: Member, as_member: AsMember) -> None:
    client = as_member(maria)
    assert "action_remove" not in client.get(PAGE).text

    page = client.post(PAGE, {"action_remove": "", "email": OLD}, follow=True).text

    assert "To change it, enter a new one." in page
    assert maria.emailaddress_set.get().email == OLD


def test_a_second_address_from_earlier_is_named_and_can_be_removed(maria: Member, as_member: AsMember) -> None:
    maria.emailaddress_set.create(email="second@example.org", verified=True)
    client = as_member(maria)
    assert "You can sign in with second@example.org too." in client.get(PAGE).text

    page = client.post(PAGE, {"action_remove": "", "email": "second@example.org"}, follow=True).text

    assert "We’ve removed second@example.org." in page
    assert maria.emailaddress_set.get().email == OLD
