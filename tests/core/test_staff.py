"""Staff have their rights only with their second factor, on ordinary pages too."""

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from community.forum import operations as forum
from community.forum.models import Group, Membership, Post
from tests.acts import PASSWORD, start

TEXT = "Welcome, all of you"


@pytest.fixture
def only_password(ruth, guest):
    """Ruth's browser after the password alone, without a second factor."""
    guest.post("/accounts/login/", {"login": "Ruth", "password": PASSWORD})
    return guest


@pytest.fixture
def private(maria):
    """A discussion in a private group that Ruth is not in."""
    group = Group.objects.create(slug="inner", name="Inner circle", audience="private")
    Membership.objects.create(group=group, member=maria)
    return start(group, maria, "Among ourselves").thread


def test_a_moderator_with_a_password_alone_reads_no_private_discussion(private, only_password, ruth, as_member):
    assert as_member(ruth).get(private.get_absolute_url()).status_code == 200
    Authenticator.objects.all().delete()

    answer = only_password.get(private.get_absolute_url())

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/2fa/totp/activate/?next=%2Fdiscussions%2F")


@pytest.mark.parametrize("path", ["/", "/groups/breast-cancer/", "/notifications/", "/moderation/", "/admin/"])
def test_every_page_asks_a_moderator_for_the_second_factor_first(group, only_password, path):
    assert only_password.get(path).url.startswith("/accounts/2fa/totp/activate/?next=")


@pytest.mark.parametrize("path", ["/help/", "/contact/", "/accounts/email/", "/accounts/logout/"])
def test_help_and_the_account_pages_stay_open(only_password, path):
    assert not only_password.get(path).headers.get("Location", "").startswith("/accounts/2fa/")


def test_a_moderator_with_a_password_alone_cannot_reply_in_a_locked_discussion_and_finds_their_text_later(
    thread, only_password, ruth, as_member
):
    forum.set_locked(thread, True)
    path = f"/discussions/{thread.pk}/reply/"

    answer = only_password.post(path, {"body": TEXT, "token": uuid4()})

    assert answer.url.endswith("?next=%2Fdiscussions%2F" + f"{thread.pk}%2Freply%2F")
    assert not Post.objects.filter(author=ruth).exists()
    staff = as_member(ruth)
    session = staff.session
    session["stash"] = only_password.session["stash"]
    session.save()
    assert TEXT in staff.get(path, follow=True).text


def test_a_button_without_text_leads_home(thread, only_password):
    answer = only_password.post(f"/discussions/{thread.pk}/follow/", {"follow": "yes"})

    assert answer.url.endswith("?next=%2F")


def test_an_editor_is_asked_too_and_a_mentor_is_not(ed, tess, as_member, guest):
    guest.post("/accounts/login/", {"login": "Ed", "password": PASSWORD})

    assert guest.get("/").status_code == 302
    assert as_member(tess).get("/").status_code == 200


def test_another_unconfirmed_address_does_not_part_staff_from_their_second_factor(only_password, ruth):
    EmailAddress.objects.create(user=ruth, email="other@example.org")

    page = only_password.get("/accounts/2fa/totp/activate/", follow=True)

    assert page.request["PATH_INFO"] == "/accounts/2fa/totp/activate/"
    assert 'name="code"' in page.text
