"""Every account page uses our base page: one heading, each field with its label, nothing inline."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from community.members.models import Member
from tests.acts import PASSWORD
from tests.markup import inline_in

pytestmark = pytest.mark.django_db

GUEST_PAGES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-wrong/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/wrong/",
    "/accounts/inactive/",
]
MEMBER_PAGES = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/password/reset/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/sessions/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
]
STAFF_PAGES = [
    "/accounts/2fa/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
]


def check(client: Client, path: str) -> None:
    """Open a page, answer the question for the password where it comes, and check its markup."""
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    page = answer.text
    assert 'class="masthead"' in page
    assert page.count("<h1") == 1
    assert inline_in(page) == []
    for field in re.findall(r"<(?:input(?![^>]*type=\"hidden\")|textarea|select)[^>]*>", page):
        found = re.search(r'id="([^"]+)"', field)
        assert found, field
        assert f'for="{found[1]}"' in page, field


@pytest.mark.parametrize("path", GUEST_PAGES)
def test_a_guest_opens_it(path: str, guest: Client) -> None:
    check(guest, path)


@pytest.mark.parametrize("path", MEMBER_PAGES)
def test_a_member_opens_it(path: str, guest: Client, maria: Member) -> None:
    guest.post("/accounts/login/", {"login": "Maria", "password": PASSWORD})
    check(guest, path)
    guest.post("/accounts/reauthenticate/", {"password": PASSWORD})
    check(guest, path)


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_somebody_with_a_second_step_opens_it(path: str, as_member: Callable[[Member], Client], ruth: Member) -> None:
    RecoveryCodes.activate(ruth)
    client = as_member(ruth)
    check(client, path)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    check(client, path)


@pytest.mark.parametrize(
    ("path", "sent", "message"),
    [
        ("/accounts/login/", {}, "Enter your password."),
        ("/accounts/login/", {"login": "Nobody", "password": "wrong words"}, "don’t match"),
        ("/accounts/signup/", {}, "Choose a username."),
        (
            "/accounts/signup/",
            {"username": "Heron", "email": "heron"},
            "Enter an email address, like name@example.org.",
        ),
        ("/accounts/password/reset/", {}, "Enter your email address."),
    ],
)
def test_errors_are_listed_above_the_form_and_in_the_title(
    path: str, sent: dict[str, str], message: str, guest: Client
) -> None:
    page = guest.post(path, sent).text

    assert message in page
    assert "<title>Error: " in page
    summary = page[page.index('role="alert"') :]
    for target in re.findall(r'<a href="#([^"]+)"', summary[: summary.index("</div>")]):
        assert f'id="{target}"' in page, target
        assert f'id="{target}_error"' in page, target
    assert "<title>Error" not in guest.get(path).text


@pytest.mark.parametrize(
    ("path", "sent", "message"),
    [
        ("/accounts/password/change/", {"oldpassword": "not this"}, "That’s not your current password."),
        ("/accounts/reauthenticate/", {"password": "not this"}, "That’s not your password."),
        (
            "/accounts/email/",
            {"action_add": "", "email": "maria@example.org"},
            "You already use this address. Enter a different one.",
        ),
    ],
)
def test_a_member_reads_what_to_do_next(
    path: str, sent: dict[str, str], message: str, as_member: Callable[[Member], Client], maria: Member
) -> None:
    assert message in as_member(maria).post(path, sent).text


def test_a_hint_and_an_error_are_tied_to_their_field(guest: Client) -> None:
    page = guest.post("/accounts/signup/", {"username": "x"}).text

    assert 'aria-describedby="id_username_helptext id_username_error"' in page
    assert 'aria-describedby="id_password1_helptext id_password1_error"' in page
    assert 'autocomplete="new-password"' in page
    assert 'data-show="Show password"' in page


def test_somebody_with_too_many_tries_is_asked_to_wait(guest: Client, maria: Member, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/m/key"}

    for _ in range(3):
        page = guest.post("/accounts/login/", {"login": "Maria", "password": "wrong words"}).text

    assert "Wait a few minutes" in page


def test_recovery_codes_come_as_a_file_that_says_what_they_are(
    as_member: Callable[[Member], Client], ruth: Member
) -> None:
    codes = RecoveryCodes.activate(ruth).get_unused_codes()
    client = as_member(ruth)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    answer = client.get("/accounts/2fa/recovery-codes/download/")

    lines = answer.text.split("\n")
    assert lines[0] == "Recovery codes for Alongside. Each works once."
    assert set(codes) <= set(lines)


def test_a_page_about_a_member_shows_what_they_chose_to_show(guest: Client, tess: Member) -> None:
    tess.about = "Second time round, and a gardener."
    tess.save(update_fields=["about"])

    page = guest.get("/members/tess/").text

    assert "Second time round, and a gardener." in page
    assert "Mentor" in page
    assert tess.email not in page


@pytest.mark.parametrize("path", ["/members/a%00b/", "/members/a%20b/", "/members/%C3%A9/", "/members/nobody/"])
def test_there_is_no_page_about_nobody(guest: Client, path: str) -> None:
    assert guest.get(path).status_code == 404
