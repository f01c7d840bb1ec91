"""Every account page looks like ours: our frame, one heading, each field with its label, nothing inline."""

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
    """Open a page, through the question for the password where it comes, and look at its markup."""
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    page = answer.content.decode()
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


def test_a_page_about_a_member_tells_what_she_chose_to_tell(guest: Client, tess: Member) -> None:
    tess.about = "Second time round, and a gardener."
    tess.save(update_fields=["about"])

    page = guest.get("/members/tess/").content.decode()

    assert "Second time round, and a gardener." in page
    assert "Mentor" in page
    assert tess.email not in page


@pytest.mark.parametrize("path", ["/members/a%00b/", "/members/a%20b/", "/members/%C3%A9/", "/members/nobody/"])
def test_there_is_no_page_about_nobody(guest: Client, path: str) -> None:
    assert guest.get(path).status_code == 404
