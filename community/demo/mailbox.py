"""The mails that the demo wrote to files, newest first."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

SHOWN = 50


@dataclass(frozen=True)
class Mail:
    """A mail as the page shows it."""

    to: str
    subject: str
    sent_at: datetime | None
    body: str


def mails() -> list[Mail]:
    """The newest mails in the demo's folder; the file backend writes one or more to a file, each ended by a line."""
    folder = Path(settings.MAIL_FOLDER)
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:SHOWN]
    return [_read(part) for file in files for part in _parts(file)][:SHOWN]


def _parts(file: Path) -> list[bytes]:
    return [part for part in reversed(file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")) if part.strip()]


def _read(raw: bytes) -> Mail:
    message = message_from_bytes(raw, EmailMessage, policy=policy.default)
    text = message.get_body(("plain",))
    body = str(text.get_content()) if text else ""
    return Mail(str(message["To"]), str(message["Subject"]), _moment(message["Date"]), body)


def _moment(date: object) -> datetime | None:
    """What the header says, when it says something."""
    moment = getattr(date, "datetime", None)
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
