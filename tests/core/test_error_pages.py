"""Error pages say what to do next, and return the submitted text."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import path

from community.core.input_recovery.forms import accepts_forms
from community.forum import operations as forum
from community.forum.forms.posting import ReplyForm
from community.forum.models import Post
from config import urls
from config.urls import *  # noqa: F403 (the handlers, where Django looks for them)
from tests.acts import reply

TEXT = "It took me all evening to find these words"
FORMATTED = "<p>It <strong>helped</strong> me.</p><script>alert(1)</script>"


def misspelt() -> Exception:
    """Run a statement on a table that does not exist."""
    try:
        connection.cursor().execute("SELECT 1 FROM not_there")
    except DatabaseError as failure:
        return failure
    raise AssertionError("there is such a table")


FAILURES = {
    "suspicious": lambda: SuspiciousOperation("made up"),
    "broken": lambda: RuntimeError("a bug"),
    "away": lambda: OperationalError("database is locked"),
    "misspelt": misspelt,
    "closed": lambda: InterfaceError("connection already closed"),
    "conflict": lambda: forum.NotPossible("Another moderator moved it."),
}


@accepts_forms(ReplyForm)
def fail(request: HttpRequest, how: str) -> HttpResponse:
    """Fail in this way in the middle of a view."""
    raise FAILURES[how]()


def show(request: HttpRequest) -> HttpResponse:
    """Render an ordinary page."""
    return render(request, "home/guidelines.html")


def falling(request: HttpRequest) -> dict[str, Any]:
    """A context processor with a bug."""
    raise RuntimeError("a bug")


urlpatterns = [*urls.urlpatterns, path("fail/<how>/", fail), path("show/", show)]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def window() -> Client:
    """A browser that gets the responses of production, with CSRF checks."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.fixture
def member_client(window, ines) -> Client:
    """The same, signed in as Ines."""
    window.force_login(ines, backend="community.members.sessions.MemberBackend")
    return window


@contextmanager
def database_away() -> Iterator[None]:
    """Make every statement fail, as while a database restarts."""

    def refuse(*_call: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(refuse):
        yield


def check_page(answer: HttpResponse, status: int) -> None:
    """Assert that it is a whole page: one heading that is also its title, its status, a link onwards, and styles."""
    assert answer.status_code == status
    (heading,) = re.findall(r"<h1>(.*?)</h1>", answer.text, re.DOTALL)
    assert answer.text.split("<title>")[1].startswith(heading.strip())
    assert f"Error {status}" in answer.text
    assert re.search(r'<a class="button[^>]* href="[^"]+"', main(answer))
    assert "css/alongside" in answer.text


def main(answer: HttpResponse) -> str:
    """Return the main part of a page, without header and footer."""
    return on_one_line(answer.text.split("<main")[1].split("</main>")[0])


def on_one_line(markup: str) -> str:
    """Return markup with single spaces, however its template is laid out."""
    return " ".join(markup.split()).replace(" >", ">")


def token_in(answer: HttpResponse) -> str:
    """Return the CSRF token in the page's form."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', main(answer))
    assert found
    return found[1]


# What happened, and what to do next


def test_a_wrong_statement_is_a_bug_and_not_an_unavailable_database(db, window):
    answer = window.get("/fail/misspelt/")

    check_page(answer, 500)
    assert "Retry-After" not in answer


def test_an_unknown_address_offers_a_guest_to_sign_in(db, window):
    answer = window.get("/nothing/is/here/")

    check_page(answer, 404)
    assert "/accounts/login/?next=/nothing/is/here/" in main(answer)


def test_an_action_that_a_member_may_not_take_is_refused_with_its_reason(thread, ines, member_client):
    post = reply(thread, ines)
    forum.remove_post(post, by_author=False)
    member_client.get(thread.get_absolute_url())

    answer = member_client.post(
        f"/posts/{post.pk}/restore/", {"csrfmiddlewaretoken": member_client.cookies["csrf"].value}
    )

    check_page(answer, 403)
    assert "A moderator removed this post." in main(answer)


def test_a_conflict_says_who_was_quicker_and_shows_the_page_again(db, window):
    answer = window.get("/fail/conflict/?page=2")

    check_page(answer, 409)
    assert "Another moderator moved it." in main(answer)
    assert 'href="/fail/conflict/?page=2"' in main(answer)


def test_a_text_beyond_all_limits_is_refused_with_the_maximum_length(thread, member_client, settings):
    member_client.get(thread.get_absolute_url())

    answer = member_client.post(
        f"/discussions/{thread.pk}/reply/", {"body": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
    )

    check_page(answer, 413)
    assert "20,000 characters" in main(answer)
    assert "two parts" in main(answer)


def test_whoever_opens_the_address_of_a_button_reads_where_the_button_is(db, window):
    answer = window.get("/display/language/")

    check_page(answer, 405)
    assert answer["Allow"] == "POST"
    assert "press the button" in main(answer)


def test_somebody_who_tries_too_often_reads_how_long_to_wait(db, window, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/h/ip"}
    sent = {"email": "maria@example.org"}
    page = window.get("/accounts/password/reset/")
    sent["csrfmiddlewaretoken"] = token_in(page)
    assert window.post("/accounts/password/reset/", sent).status_code == 302

    answer = window.post("/accounts/password/reset/", sent)

    check_page(answer, 429)
    assert int(answer["Retry-After"]) > 0
    assert "maria@example.org" in main(answer)


def test_a_bug_is_not_blamed_on_the_viewer(window):
    answer = window.get("/fail/broken/?page=2")

    check_page(answer, 500)
    assert "not your fault" in main(answer)
    assert 'href="/fail/broken/?page=2">Try again' in main(answer)
    assert "emergency number" in main(answer)


@pytest.mark.parametrize("how", ["away", "closed"])
def test_an_unavailable_database_is_a_pause_and_no_bug(how, window, caplog):
    answer = window.get(f"/fail/{how}/")

    check_page(answer, 503)
    assert int(answer["Retry-After"]) > 0
    assert "emergency number" in main(answer)
    assert [line for line in caplog.records if line.levelname == "ERROR" and line.exc_info]


def test_an_invalid_request_is_called_unreadable(window):
    check_page(window.get("/fail/suspicious/"), 400)


# What error pages must not depend on


@pytest.mark.parametrize("path", ["/", "/help/", "/nothing/is/here/"])
def test_a_member_reads_a_calm_page_while_the_database_is_away(path, member_client):
    with database_away():
        answer = member_client.get(path)

    check_page(answer, 503)
    check_says_nothing_of_members(answer)


def test_a_guest_reads_a_calm_page_while_the_database_is_away(db, window):
    with database_away():
        answer = window.get("/")

    check_page(answer, 503)
    assert not answer.cookies


def check_says_nothing_of_members(answer: HttpResponse) -> None:
    """Assert that the header neither greets the viewer nor asks them to sign in."""
    assert "Sign in" not in answer.text
    assert "Ines" not in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_a_bug_in_what_every_page_asks_still_leads_to_the_page_that_says_so(db, window, settings):
    assert window.get("/show/").status_code == 200
    (engine,) = settings.TEMPLATES
    processors = [*engine["OPTIONS"]["context_processors"], f"{__name__}.falling"]
    settings.TEMPLATES = [engine | {"OPTIONS": engine["OPTIONS"] | {"context_processors": processors}}]

    check_page(window.get("/show/"), 500)


def test_without_templates_the_error_page_is_plain_text(window, settings):
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": []}]

    answer = window.get("/fail/broken/", headers={"accept-language": "es"})

    assert answer.status_code == 500
    assert '<html lang="es">' in answer.text
    assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize("path", ["/", "/learn/"])
def test_a_wrong_host_name_is_answered_with_the_right_one(path, window):
    answer = window.get(path, headers={"host": "evil.example"})

    check_page(answer, 400)
    assert 'href="http://testserver/"' in main(answer)
    assert 'href="/' not in answer.text.split("<body")[1]
    assert "evil.example" not in answer.text


def test_a_bug_speaks_the_language_of_the_browser(window):
    answer = window.get("/fail/broken/", headers={"accept-language": "es"})

    assert '<html lang="es"' in answer.text


def test_a_bug_speaks_the_language_that_the_member_chose(member_client, ines):
    ines.language = "es"
    ines.save(update_fields=["language"])

    answer = member_client.get("/fail/broken/", headers={"accept-language": "en"})

    assert '<html lang="es"' in answer.text


def test_an_error_page_follows_the_browsers_display_choices(window):
    window.cookies["display"] = "theme-dark.text-3"

    answer = window.get("/fail/broken/")

    assert 'data-theme="dark" data-text="3"' in on_one_line(answer.text)


# Submitted text


def test_a_reply_written_while_the_database_was_away_is_sent_by_one_press_afterwards(thread, member_client, ines):
    path, token = f"/discussions/{thread.pk}/reply/", str(uuid4())
    member_client.get(thread.get_absolute_url())
    sent = {"body": TEXT, "token": token, "csrfmiddlewaretoken": member_client.cookies["csrf"].value}
    with database_away():
        answer = member_client.post(path, sent)

    check_page(answer, 503)
    assert TEXT in main(answer)
    assert f'method="post" action="{path}"' in main(answer)
    assert f'name="token" value="{token}"' in main(answer)
    assert "no-store" in answer["Cache-Control"]
    member_client.post(path, sent | {"csrfmiddlewaretoken": token_in(answer)})
    assert Post.objects.get(author=ines).plain == TEXT


def test_what_was_formatted_comes_back_as_it_looked_and_as_it_was(member_client):
    member_client.get("/")

    answer = member_client.post(
        "/fail/broken/", {"body": FORMATTED, "rich": "on", "csrfmiddlewaretoken": member_client.cookies["csrf"].value}
    )

    assert "<p>It <strong>helped</strong> me.</p>" in main(answer)
    assert "&lt;p&gt;It &lt;strong&gt;helped" in main(answer)
    assert "<script>" not in main(answer)


def test_a_password_does_not_come_back_but_has_its_field(db, window):
    token = token_in(window.get("/accounts/login/"))
    sent = {"login": "Maria", "password": "a long calm evening", "csrfmiddlewaretoken": token}
    with database_away():
        answer = window.post("/accounts/login/", sent)

    check_page(answer, 503)
    assert 'name="login" value="Maria"' in main(answer)
    assert re.search(r'<input [^>]*type="password" name="password" autocomplete="current-password"', main(answer))
    assert "a long calm evening" not in answer.text


def test_what_another_site_sent_is_not_offered_again(member_client):
    member_client.get("/")
    sent = {"body": TEXT, "csrfmiddlewaretoken": member_client.cookies["csrf"].value}

    answer = member_client.post("/fail/broken/", sent, headers={"sec-fetch-site": "cross-site"})

    check_page(answer, 500)
    assert TEXT not in answer.text
    assert "<form" not in main(answer)


def test_what_cannot_be_sent_again_is_there_to_be_copied(member_client):
    member_client.get("/")
    sent = {"note": TEXT, "csrfmiddlewaretoken": member_client.cookies["csrf"].value}

    answer = member_client.post("/fail/conflict/", sent)

    check_page(answer, 409)
    assert re.search(rf"<textarea[^>]* readonly>\s*{TEXT}</textarea>", main(answer))
    assert "<form" not in main(answer)


def test_what_comes_back_is_shown_as_text(member_client):
    member_client.get("/")
    sent = {"text": "</textarea><script>alert(1)</script>", "csrfmiddlewaretoken": member_client.cookies["csrf"].value}

    answer = member_client.post("/fail/away/", sent)

    assert "&lt;/textarea&gt;&lt;script&gt;" in main(answer)
    assert "<script>alert" not in answer.text


# The offline page


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_offline_page_is_the_same_for_everybody(language, member_client, guest):
    address = f"/offline/?language={language}&theme=dark"
    cached = guest.get(address)

    assert cached.status_code == 200
    assert f'<html lang="{language}" data-theme="dark"' in on_one_line(cached.text)
    assert not cached.cookies
    assert member_client.get(address).text == cached.text
    assert "Ines" not in cached.text


def test_an_unknown_language_or_theme_is_ignored(guest, db):
    cached = guest.get('/offline/?language=xx"&theme=<b>')

    assert '<html lang="en">' in on_one_line(cached.text)
