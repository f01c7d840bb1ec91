"""The worker sends all mail, and tries again while the mail server is unavailable."""

import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives, mailers
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from community.core.mail import PAUSES, send_packed
from community.members.models import Member

AWAY = {
    "default": {"BACKEND": "community.core.mail.OutboxEmailBackend"},
    "at_once": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1", "port": 1}},
}
BACK = AWAY | {"at_once": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


def waiting() -> DBTaskResult:
    """Return the one pending task."""
    return DBTaskResult.objects.get(status="READY")


def test_somebody_joins_though_the_mail_server_is_away(guest, db, settings):
    settings.MAILERS = AWAY
    given = {"username": "curlew", "email": "curlew@example.org", "password1": "a long calm evening"}

    answer = guest.post("/accounts/signup/", given)

    assert answer.status_code == 302
    assert Member.objects.filter(username="curlew").exists()
    assert waiting().args_kwargs["args"][0]["to"] == ["curlew@example.org"]


def test_the_worker_sends_it_when_the_server_is_back(db, settings):
    settings.MAILERS = AWAY
    message = EmailMultiAlternatives("Hello", "In words", "team@example.org", ["maria@example.org"])
    message.attach_alternative("<p>In HTML</p>", "text/html")
    mailers["default"].send_messages([message])
    packed, attempt = waiting().args_kwargs["args"]

    settings.MAILERS = BACK
    send_packed.func(packed, attempt)

    sent = mail.outbox[0]
    assert (sent.subject, sent.body, sent.to) == ("Hello", "In words", ["maria@example.org"])
    assert sent.alternatives[0].content == "<p>In HTML</p>"


def test_a_failed_mail_is_retried_ever_later_and_abandoned_after_a_day(db, settings):
    settings.MAILERS = AWAY
    packed = {"subject": "Hello", "body": "x", "from_email": "a@example.org", "to": ["b@example.org"], "html": ""}
    with time_machine.travel("2026-11-23 10:00Z", tick=False):
        for attempt, pause in enumerate(PAUSES):
            send_packed.func(dict(packed), attempt)
            assert waiting().run_after == timezone.now() + pause
            DBTaskResult.objects.all().delete()
        send_packed.func(dict(packed), len(PAUSES))

    assert not DBTaskResult.objects.exists()
