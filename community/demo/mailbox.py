"""Read the mails that the demo wrote to files."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

from django.conf import settings

SHOWN = 50


@dataclass(frozen=True)
class Mail:
    """A mail to show; `html` is empty where it has text alone, and `key` names it."""

    key: str
    to: str
    subject: str
    sent_at: datetime | None
    body: str
    html: str


def mails() -> list[Mail]:
    """Return the newest mails; a file of the backend has one or more, each followed by a line of dashes."""
    folder = Path(settings.MAIL_FOLDER)
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:SHOWN]
    return [_read(part) for file in files for part in _parts(file)][:SHOWN]


def _parts(file: Path) -> list[bytes]:
    return [part for part in reversed(file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")) if part.strip()]


def _read(raw: bytes) -> Mail:
    message = message_from_bytes(raw, EmailMessage, policy=policy.default)
    return Mail(
        key=sha256(raw).hexdigest()[:16],
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=_parse_date(message["Date"]),
        body=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""


def _parse_date(date: object) -> datetime | None:
    """Return the date of the header, or None if it is invalid."""
    sent_at = getattr(date, "datetime", None)
    return sent_at if sent_at is None or sent_at.tzinfo else sent_at.replace(tzinfo=UTC)
