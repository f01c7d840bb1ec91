"""Receive replies by email: anymail checks that the provider sent them, and we read what matters of each."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from anymail.exceptions import AnymailInvalidAddress
from anymail.inbound import AnymailInboundMessage
from anymail.signals import AnymailInboundEvent, inbound
from django.dispatch import receiver

from community.core.text.mailed_text import text_of_html, written_text
from community.forum.operations.reply_by_mail import MailedReply, reply_by_mail

LARGE_PICTURE = 10_000  # bytes; what is smaller, and inside the text, is the logo of a signature
# Programs that answer by themselves (RFC 3834; Exchange; older ones), and lists
_AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Failed-Recipients", "List-Id")
_AUTOMATIC_PRECEDENCE = {"bulk", "junk", "list", "auto_reply"}
_AUTOMATIC_SENDER = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|bounces?)\b", re.IGNORECASE)
_AUTOMATIC_SUBJECT = re.compile(
    r"^(?:auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|undeliver(?:ed|able)"
    r"|delivery status notification|respuesta autom[áa]tica|fuera de (?:la )?oficina|no se pudo entregar)\b",
    re.IGNORECASE,
)


@receiver(inbound)
def receive_reply(event: AnymailInboundEvent, **kwargs: Any) -> None:
    """Post what a member has answered to a mail; a mail that no person wrote is dropped."""
    message = event.message
    if not is_automatic(message):
        reply_by_mail(read(message))


def is_automatic(message: AnymailInboundMessage) -> bool:
    """Return whether a program wrote this: answering it could go on for ever."""
    submitted = str(message.get("Auto-Submitted", "no")).strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    return (
        submitted not in ("no", "")
        or precedence in _AUTOMATIC_PRECEDENCE
        or any(name in message for name in _AUTOMATIC_HEADERS)
        or "all" in str(message.get("X-Auto-Response-Suppress", "")).lower()  # people's mail may have other values
        or message.envelope_sender in ("", "<>")
        or bool(_AUTOMATIC_SENDER.match(_sender(message)))
        or bool(_AUTOMATIC_SUBJECT.match(str(message.subject or "")))
    )


def read(message: AnymailInboundMessage) -> MailedReply:
    """Return what matters of a mail."""
    text = message.text if (message.text or "").strip() else text_of_html(message.html or "")
    return MailedReply(
        recipients=tuple(_recipients(message)),
        sender=_sender(message),
        text=written_text(text or ""),
        message_id=str(message.get("Message-ID") or "").strip(),
        has_attachments=any(_is_left_out(part) for part in message.walk()),
    )


def _sender(message: AnymailInboundMessage) -> str:
    """The address in From; "" unless there is exactly one."""
    with suppress(AnymailInvalidAddress):
        return str(getattr(message.from_email, "addr_spec", ""))
    return ""


def _recipients(message: AnymailInboundMessage) -> Iterator[str]:
    if message.envelope_recipient:
        yield message.envelope_recipient
    for header in ("To", "Cc", "Delivered-To", "X-Original-To"):
        with suppress(AnymailInvalidAddress):
            yield from (address.addr_spec for address in message.get_address_header(header))


def _is_left_out(part: AnymailInboundMessage) -> bool:
    if part.is_attachment():
        return bool(part.get_content_type() not in ("application/pgp-signature", "application/pkcs7-signature"))
    return part.get_content_maintype() == "image" and len(part.get_payload(decode=True) or b"") > LARGE_PICTURE
