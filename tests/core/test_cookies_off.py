"""A browser that keeps no cookies is told so, in place of being asked to send a form again for ever."""

import pytest
from django.test import Client

FORMS = {
    "/accounts/login/": {"login": "Maria", "password": "a long calm evening"},
    "/accounts/signup/": {"username": "Nora", "email": "nora@example.org", "password1": "a long calm evening"},
    "/accounts/password/reset/": {"email": "nora@example.org"},
    "/contact/": {"text": "I cannot find my post."},
}
PLAIN = "Allow cookies for testserver"


def without_cookies() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("address", FORMS)
def test_every_form_of_a_guest_says_what_to_do_the_first_time_and_after(db, address):
    for _ in range(3):
        page = without_cookies().get(address)
        token = page.context["csrf_token"]

        answer = without_cookies().post(address, FORMS[address] | {"csrfmiddlewaretoken": str(token)})

        assert answer.status_code == 403
        assert "<h1>" in answer.text and "Allow cookies and try again" in answer.text.split("<h1>")[1].split("</h1>")[0]
        assert PLAIN in answer.text
        assert "Send it again" not in answer.text


def test_the_text_comes_back_and_arrives_once_cookies_are_allowed(db):
    browser = without_cookies()
    answer = browser.post("/contact/", FORMS["/contact/"])
    assert "I cannot find my post." in answer.text

    token = browser.cookies["csrf"].value
    assert browser.post("/contact/", FORMS["/contact/"] | {"csrfmiddlewaretoken": token}).status_code == 302


@pytest.mark.parametrize("cookie", ["csrf", "language", "display", "session"])
def test_a_browser_with_cookies_reads_the_other_sentence(db, cookie):
    browser = without_cookies()
    browser.cookies[cookie] = "x" * 32

    answer = browser.post("/contact/", FORMS["/contact/"])

    assert answer.status_code == 403
    assert "cookies for" not in answer.text
    assert "Send it again" in answer.text


def test_the_page_of_display_choices_says_why_nothing_has_changed(guest):
    saved = guest.post("/display/", {"theme": "dark"})

    assert "blocks cookies" not in guest.get(saved["Location"]).text
    assert "blocks cookies" in Client().get(saved["Location"]).text


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_the_pages_for_signing_in_can_say_it_before_anything_is_typed(db, address):
    page = Client().get(address).text

    assert "data-without-cookies hidden" in " ".join(page.split())
    assert "js/cookies.js" in page
