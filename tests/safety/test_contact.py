"""Messages to the team."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.test import Client

from community.core import refs
from community.members.models import Member
from community.safety.models import Case, Letter


def test_a_guest_writes_to_the_team(guest: Client, db: None) -> None:
    assert "Write to the team" in guest.get("/contact/?page=/learn/").text

    fields = {"text": "The letters are too small.", "email": "someone@example.org", "page": "/learn/"}
    response = guest.post("/contact/", fields, follow=True)

    assert "We have your message" in response.text
    letter = Letter.objects.get()
    assert (letter.text, letter.email, letter.page) == (fields["text"], fields["email"], "/learn/")
    case = Case.objects.get()
    assert (case.source, case.kind, case.author) == (letter.key, "letter", None)


def test_a_member_needs_no_address(as_member: Callable[[Member], Client], maria: Member) -> None:
    as_member(maria).post("/contact/", {"text": "Thank you all."})

    assert Case.objects.get().author == maria


def test_a_wrong_address_comes_back_with_the_text(guest: Client, db: None) -> None:
    response = guest.post("/contact/", {"text": "Something long.", "email": "nowhere"})

    assert response.status_code == 422
    assert "Something long." in response.text
    assert "Enter an email address, like name@example.org" in response.text


def test_too_many_letters_in_an_hour_are_refused_and_no_text_is_lost(guest: Client, db: None, settings) -> None:
    settings.GUEST_LETTERS_PER_HOUR = 1
    assert guest.post("/contact/", {"text": "First."}).status_code == 302

    response = guest.post("/contact/", {"text": "Second."})

    assert response.status_code == 429
    assert "Second." in response.text
    assert Letter.objects.count() == 1


def test_only_moderators_know_what_a_letter_is(guest: Client, maria: Member, ruth: Member) -> None:
    guest.post("/contact/", {"text": "For the team alone."})
    key = Letter.objects.get().key

    assert refs.visible(key, ruth)
    assert refs.describe([key], ruth)[key].text == "For the team alone."
    assert not refs.visible(key, maria)
    assert refs.describe([key], maria) == {}


def token_on(client: Client, url: str) -> str:
    """Return the idempotency token in the form on a page."""
    found = re.search(r'name="token" value="([^"]+)"', client.get(url).text)
    assert found
    return found[1]


def test_a_letter_sent_twice_arrives_once_and_other_words_arrive_too(guest: Client, db: None) -> None:
    fields = {"text": "The letters are too small.", "token": token_on(guest, "/contact/")}

    for _ in range(2):
        assert guest.post("/contact/", fields).status_code == 302
    assert Letter.objects.get().text == "The letters are too small."
    assert Case.objects.count() == 1

    guest.post("/contact/", fields | {"text": "And the lines too long."})
    assert Letter.objects.count() == 2


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def send(client: Client, fields: dict[str, str]) -> None:
    """Open the form, which has a new token each time, and send it."""
    assert client.post("/contact/", fields | {"token": token_on(client, "/contact/")}).status_code == 302


def test_a_letter_sent_again_by_going_back_arrives_once(
    guest: Client, as_member: Callable[[Member], Client], maria: Member
) -> None:
    fields = {"text": "The letters are too small.", "email": "someone@example.org", "page": "/learn/"}

    with time_machine.travel(NOON, tick=False) as clock:
        for client in (guest, as_member(maria)):
            Letter.objects.all().delete()
            send(client, fields)
            clock.shift(timedelta(minutes=59))
            send(client, fields)
            assert (Letter.objects.count(), Case.objects.filter(source=Letter.objects.get().key).count()) == (1, 1)

            clock.shift(timedelta(minutes=2))
            send(client, fields)
            assert Letter.objects.count() == 2


def test_the_same_words_arrive_from_others_from_another_page_and_with_an_address(
    guest: Client, as_member: Callable[[Member], Client], maria: Member, joan: Member, settings: Any
) -> None:
    settings.GUEST_LETTERS_PER_HOUR = 12
    fields = {"text": "Please help me."}

    for client in (guest, Client(), as_member(maria), as_member(joan)):
        send(client, fields)
        send(client, fields | {"page": "/learn/"})
        send(client, fields | {"email": "someone@example.org"})

    assert Letter.objects.count() == Case.objects.count() == 12
