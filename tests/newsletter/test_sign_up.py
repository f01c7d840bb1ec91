"""A guest subscribes to news by email."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from community.education.operations import load_content
from community.newsletter.models import State, Subscriber
from community.newsletter.operations import subscribe
from tests.education.reading import CONTENT, text_of
from tests.education.reading import FIRST_TAB as ARTICLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def careful_guest() -> Client:
    """A browser with CSRF checks, to prove that the form is exempt."""
    return Client(enforce_csrf_checks=True)


def email_field(response: HttpResponse) -> str:
    found = re.search(r'<input type="email".*?>', response.text, re.DOTALL)
    assert found
    return found[0]


def test_a_guest_signs_up_without_a_cookie_and_is_stored_as_unconfirmed(careful_guest: Client) -> None:
    response = careful_guest.post("/newsletter/", {"email": "maria@example.org", "page": ARTICLE})

    assert response.status_code == 200
    assert "Thank you for subscribing" in text_of(response)
    assert "Your first email will come soon." in text_of(response)
    assert not response.cookies
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.state, subscriber.page) == ("maria@example.org", State.UNCONFIRMED, ARTICLE)
    assert len(subscriber.token) > 40


def test_a_guest_finds_the_way_back_to_the_page_before(guest: Client) -> None:
    response = guest.post("/newsletter/", {"email": "maria@example.org", "page": ARTICLE})

    assert f'<a href="{ARTICLE}">' in response.text


@pytest.mark.parametrize("page", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/\\e"])
def test_a_form_from_elsewhere_cannot_choose_where_the_way_back_leads(guest: Client, page: str) -> None:
    response = guest.post("/newsletter/", {"email": "maria@example.org", "page": page})

    assert "Back to the page" not in text_of(response)
    assert Subscriber.objects.get().page == ""


def test_a_guest_finds_the_box_on_a_page_of_its_own(guest: Client) -> None:
    response = guest.get("/newsletter/")

    assert response.status_code == 200
    assert not response.cookies
    assert 'action="/newsletter/"' in response.text
    assert "autofocus" not in email_field(response)
    assert "aria-invalid" not in email_field(response)


def test_a_guest_reads_how_their_data_is_used(guest: Client) -> None:
    response = guest.get("/newsletter/")

    text = text_of(response)
    assert "We use your data to send you the content that you ask for." in text
    assert "We may combine it with other information that we hold about you." in text
    assert "your protected health information is used only as our notice of privacy practices says" in text
    assert "You can opt out at any time by the unsubscribe link in every email." in text
    assert re.search(r'<a href="[^"]+">notice of privacy practices</a>', response.text)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Email field is required"),
        ("   ", "Email field is required"),
        ("maria", "Include a valid email address"),
        ("maria@", "Include a valid email address"),
        ("m" * 250 + "@example.org", "Include a valid email address"),
    ],
)
def test_a_guest_who_mistypes_reads_one_exact_error_at_the_field(guest: Client, typed: str, error: str) -> None:
    response = guest.post("/newsletter/", {"email": typed, "page": ARTICLE})

    assert response.status_code == 422
    errors = re.findall(r'<p class="error" id="newsletter-error">(.*?)</p>', response.text)
    assert errors == [error]
    field = email_field(response)
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="newsletter-error ' in field
    assert "autofocus" in field
    assert f'value="{typed}"' in field
    assert f'<input type="hidden" name="page" value="{ARTICLE}">' in response.text
    assert not Subscriber.objects.exists()


def test_a_known_address_gets_the_same_answer_and_stays_as_it_is(guest: Client) -> None:
    first = guest.post("/newsletter/", {"email": "maria@example.org"})
    Subscriber.objects.update(state=State.CONFIRMED)
    token = Subscriber.objects.get().token

    second = guest.post("/newsletter/", {"email": "Maria@Example.org"})

    assert second.status_code == 200
    assert second.content == first.content
    assert (Subscriber.objects.get().state, Subscriber.objects.get().token) == (State.CONFIRMED, token)


def test_somebody_who_had_unsubscribed_starts_over(guest: Client) -> None:
    subscriber = subscribe("maria@example.org", "")
    Subscriber.objects.update(state=State.UNSUBSCRIBED)

    guest.post("/newsletter/", {"email": "maria@example.org", "page": ARTICLE})

    again = Subscriber.objects.get()
    assert (again.state, again.page) == (State.UNCONFIRMED, ARTICLE)
    assert again.token != subscriber.token


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_another_site_cannot_subscribe_somebody(careful_guest: Client, headers: dict[str, str]) -> None:
    response = careful_guest.post("/newsletter/", {"email": "maria@example.org"}, headers=headers)

    assert response.status_code == 403
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_our_own_page_can_subscribe_somebody(careful_guest: Client, headers: dict[str, str]) -> None:
    assert careful_guest.post("/newsletter/", {"email": "maria@example.org"}, headers=headers).status_code == 200
    assert Subscriber.objects.count() == 1


def refuse_to_store(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Make the database refuse new subscribers, as when it is full; reading works."""
    if sql.startswith("INSERT") and "newsletter_subscriber" in sql:
        raise OperationalError("database or disk is full")
    return execute(sql, params, many, context)


def test_an_error_shows_the_failure_panel_and_the_typed_address(guest: Client) -> None:
    with connection.execute_wrapper(refuse_to_store):
        response = guest.post("/newsletter/", {"email": "maria@example.org", "page": ARTICLE})

    assert response.status_code == 503
    assert "Something went wrong" in text_of(response)
    assert "Try again in a couple of minutes." in text_of(response)
    assert "Thank you" not in text_of(response)
    assert 'value="maria@example.org"' in email_field(response)
    assert not Subscriber.objects.exists()

    again = guest.post("/newsletter/", {"email": "maria@example.org", "page": ARTICLE})
    assert "Thank you for subscribing" in text_of(again)


def test_one_connection_cannot_send_addresses_without_end(guest: Client, settings: Settings) -> None:
    settings.SIGNUPS_PER_HOUR = 2
    for name in ("one", "two"):
        assert guest.post("/newsletter/", {"email": f"{name}@example.org"}).status_code == 200

    response = guest.post("/newsletter/", {"email": "three@example.org"})

    assert response.status_code == 429
    assert "Something went wrong" not in text_of(response)
    assert 'value="three@example.org"' in email_field(response)
    assert Subscriber.objects.count() == 2


def test_the_box_on_an_article_sends_where_the_reader_is(guest: Client) -> None:
    load_content(CONTENT)
    markup = guest.get(ARTICLE).text

    box = markup.split('id="newsletter"')[1].split("</form>")[0]
    assert f'name="page" value="{ARTICLE}"' in box
    assert markup.index('id="when-to-see-a-doctor"') < markup.index('id="newsletter"') < markup.index('id="causes"')
