"""Send mail in the worker, and retry while the mail server is unavailable."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.tasks import task
from django.utils import timezone

log = logging.getLogger(__name__)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]


class OutboxEmailBackend(BaseEmailBackend):
    """Queue mail for the worker: no page waits for the mail server, nor tells by its time whether it sent one."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages and return how many, so that no page fails."""
        for message in email_messages:
            send_packed.enqueue(_serialise(message), 0)
        return len(email_messages)


@task
def send_packed(packed: dict[str, Any], attempt: int) -> None:
    """Send a queued mail; on failure, try again after the pause for this attempt, and log an error after the last."""
    message = EmailMultiAlternatives(**{name: value for name, value in packed.items() if name != "html"})
    if packed["html"]:
        message.attach_alternative(packed["html"], "text/html")
    try:
        mailers["at_once"].send_messages([message])
    except OSError as fault:  # no connection, or any answer of the server that is not "accepted"
        log.warning("mail cannot leave now, the worker tries again: %s", fault)
        if attempt < len(PAUSES):
            send_packed.using(run_after=timezone.now() + PAUSES[attempt]).enqueue(packed, attempt + 1)
        else:
            log.error("a mail to %s was given up after %d attempts", packed["to"], attempt)


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
