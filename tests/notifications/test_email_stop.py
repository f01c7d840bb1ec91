"""Mail that came back, and mail that somebody called spam, as two providers report it."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.test import Client

from community.members.models import Member
from community.notifications import operations as notifications
from community.notifications.models import Preferences, Stop
from tests.acts import PASSWORD
from tests.forum.statements import assert_statements, statements
from tests.notifications.mail_providers import Mailgun, Postmark

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.notifications.mail_urls")]

type Provider = Postmark | Mailgun
SignIn = Callable[[Member], Client]
DOES_NOT_WORK = "Your email address doesn’t work"


@pytest.fixture(params=[Postmark, Mailgun], ids=lambda provider: provider.__name__)
def provider(request, settings) -> Provider:
    """A provider that is configured."""
    configured = request.param()
    settings.ANYMAIL = configured.config
    return configured


def stop_of(member: Member) -> str:
    """Return why a member gets no email."""
    return Preferences.objects.filter(member=member).values_list("email_stop", flat=True).first() or ""


def test_an_address_that_does_not_exist_ends_mail_and_the_member_sees_why(provider, maria, ines, as_member) -> None:
    assert provider.report(provider.bounced(maria.email)).status_code == 200

    assert stop_of(maria) == Stop.BOUNCED
    assert Preferences.objects.get().email_stopped_at
    for path in ("/", "/help/", "/notifications/"):
        page = as_member(maria).get(path).text
        assert DOES_NOT_WORK in page and maria.email in page
        assert 'href="/accounts/email/"' in page
        assert DOES_NOT_WORK not in as_member(ines).get(path).text
        assert DOES_NOT_WORK not in Client().get(path).text


def test_a_complaint_ends_mail_and_is_mentioned_on_the_page_of_notifications_alone(provider, maria, as_member) -> None:
    provider.report(provider.complained(maria.email))

    assert stop_of(maria) == Stop.COMPLAINED
    assert "marked as spam" in as_member(maria).get("/notifications/").text
    assert "marked as spam" not in as_member(maria).get("/").text


def test_a_complaint_outweighs_a_bounce(provider, maria) -> None:
    provider.report(provider.bounced(maria.email))
    provider.report(provider.complained(maria.email))
    provider.report(provider.bounced(maria.email))

    assert stop_of(maria) == Stop.COMPLAINED


def test_what_may_pass_or_arrived_changes_nothing(provider, maria) -> None:
    assert provider.report(provider.soft_bounced(maria.email)).status_code == 200
    assert provider.report(provider.delivered(maria.email)).status_code == 200

    assert stop_of(maria) == ""


def test_a_forged_report_is_refused(provider, maria) -> None:
    assert provider.report(provider.bounced(maria.email), secret="alongside:a-guess-0123456789").status_code == 400

    assert stop_of(maria) == ""


def test_an_unknown_address_is_answered_as_any_other(provider, maria) -> None:
    known = provider.report(provider.bounced(maria.email))
    unknown = provider.report(provider.bounced("nobody@example.org"))

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (200, b"")
    assert Preferences.objects.get().member == maria


def test_an_address_that_the_member_has_left_or_not_confirmed_changes_nothing(provider, maria) -> None:
    old = maria.email
    Member.objects.filter(pk=maria.pk).update(email="new@example.org")
    EmailAddress.objects.create(user=maria, email="next@example.org", verified=False)

    provider.report(provider.bounced(old))
    provider.report(provider.bounced("next@example.org"))

    assert stop_of(maria) == ""


def test_an_address_is_known_whatever_its_capitals(provider, maria) -> None:
    provider.report(provider.bounced(maria.email.upper()))

    assert stop_of(maria) == Stop.BOUNCED


@pytest.mark.parametrize("why", Stop)
def test_the_member_tries_again_and_goes_back_to_the_page(why, maria, as_member) -> None:
    notifications.stop_email(maria.email, why)
    page = as_member(maria).get("/notifications/").text
    assert 'action="/notifications/email/"' in page

    answer = as_member(maria).post(
        "/notifications/email/", headers={"referer": "http://testserver/notifications/"}, follow=True
    )

    assert answer.redirect_chain == [("/notifications/", 302)]
    assert "We’ll send you notifications by email again." in answer.text
    assert 'action="/notifications/email/"' not in answer.text
    assert stop_of(maria) == ""


def test_a_new_address_begins_mail_again(maria, as_member) -> None:
    notifications.stop_email(maria.email, Stop.BOUNCED)
    client = as_member(maria)
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org", "oldpassword": PASSWORD})
    assert stop_of(maria) == Stop.BOUNCED, "it is not confirmed yet"

    key = EmailConfirmationHMAC(EmailAddress.objects.get(email="new@example.org")).key
    client.post(f"/accounts/confirm-email/{key}/")

    assert Member.objects.get(pk=maria.pk).email == "new@example.org"
    assert stop_of(maria) == ""


def test_the_banner_costs_no_statement(maria, as_member) -> None:
    client = as_member(maria)
    client.get("/help/")
    before = len(statements(lambda: client.get("/help/")))

    notifications.stop_email(maria.email, Stop.BOUNCED)

    assert_statements(before, lambda: client.get("/help/"))


@pytest.mark.urls("config.urls")
def test_without_a_provider_there_is_no_address_to_report_to(maria) -> None:
    assert Client().post("/anymail/postmark/tracking/", {}, "application/json").status_code == 404
