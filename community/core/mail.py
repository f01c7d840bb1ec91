"""Send mail, and retry in the worker while the mail server is unavailable."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives, mailers
from django.core.mail.backends import smtp
from django.tasks import task
from django.utils import timezone

log = logging.getLogger(__name__)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]


class PatientEmailBackend(smtp.EmailBackend):
    """Send by SMTP at once; queue a retry on failure."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send the messages, or queue them for the worker; return how many, so that no page fails."""
        try:
            return super().send_messages(email_messages)
        except OSError as fault:  # no connection, or any answer of the server that is not "accepted"
            log.warning("mail cannot leave now, the worker tries again: %s", fault)
            for message in email_messages:
                send_later(_serialise(message), attempt=0)
            return len(email_messages)


def send_later(packed: dict[str, Any], *, attempt: int) -> None:
    """Queue a serialised mail after the pause for this attempt; log an error after the last one."""
    if attempt < len(PAUSES):
        send_packed.using(run_after=timezone.now() + PAUSES[attempt]).enqueue(packed, attempt)
    else:
        log.error("a mail to %s was given up after %d attempts", packed["to"], attempt)


@task
def send_packed(packed: dict[str, Any], attempt: int) -> None:
    """Retry a mail; on failure, queue the next attempt."""
    html = packed.pop("html")
    message = EmailMultiAlternatives(**packed)
    if html:
        message.attach_alternative(html, "text/html")
    try:
        mailers["at_once"].send_messages([message])
    except OSError as fault:
        log.warning("mail still cannot leave: %s", fault)
        send_later({**packed, "html": html}, attempt=attempt + 1)


def _serialise(message: EmailMessage) -> dict[str, Any]:
    """Serialise a mail for a task's arguments."""
    alternatives = getattr(message, "alternatives", [])
    return {
        "subject": str(message.subject),
        "body": str(message.body),
        "from_email": message.from_email,
        "to": list(message.to),
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "html": next((str(content) for content, kind in alternatives if kind == "text/html"), ""),
    }
