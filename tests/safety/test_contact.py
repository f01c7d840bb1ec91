"""Messages to the team."""

import re
from collections.abc import Callable

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
