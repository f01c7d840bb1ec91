"""Two mail providers as they report to us, with the payloads of their documentation.

https://postmarkapp.com/developer/webhooks/bounce-webhook and .../spam-complaint-webhook
https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-payloads
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

SECRET = "alongside:only-for-the-tests"
SEPARATE = ("From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version")
SIGNING_KEY = "only-for-the-tests-0123456789"


def basic(secret: str) -> dict[str, str]:
    """Return the header in which a provider sends the name and password of its address."""
    return {"authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}


@dataclass
class Postmark:
    """Postmark, known by a name and password in the address."""

    config: dict[str, Any] = field(default_factory=lambda: {"WEBHOOK_SECRET": SECRET})

    def bounced(self, address: str, kind: str = "HardBounce") -> dict[str, Any]:
        """A mail that came back."""
        return {
            "RecordType": "Bounce",
            "MessageStream": "outbound",
            "ID": 4323372036854775807,
            "Type": kind,
            "TypeCode": {"HardBounce": 1, "SoftBounce": 4096}.get(kind, 2),
            "Name": "Hard bounce",
            "Tag": "Test",
            "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
            "Metadata": {"a_key": "a_value", "b_key": "b_value"},
            "ServerID": 23,
            "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
            "Details": "Test bounce details",
            "Email": address,
            "From": "team@localhost",
            "BouncedAt": "2019-11-05T16:33:54.9070259Z",
            "DumpAvailable": True,
            "Inactive": True,
            "CanActivate": True,
            "Subject": "Test subject",
            "Content": "<Full dump of bounce>",
        }

    def soft_bounced(self, address: str) -> dict[str, Any]:
        """A full mailbox."""
        return self.bounced(address, "SoftBounce")

    def complained(self, address: str) -> dict[str, Any]:
        """A mail that its reader called spam."""
        return self.bounced(address, "SpamComplaint") | {"RecordType": "SpamComplaint", "TypeCode": 512}

    def delivered(self, address: str) -> dict[str, Any]:
        """A mail that arrived."""
        return {
            "RecordType": "Delivery",
            "ServerID": 23,
            "MessageStream": "outbound",
            "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
            "Recipient": address,
            "Tag": "welcome-email",
            "DeliveredAt": "2019-11-05T16:33:54.9070259Z",
            "Details": "Test delivery webhook details",
            "Metadata": {"a_key": "a_value", "b_key": "b_value"},
        }

    def report(self, event: dict[str, Any], secret: str = SECRET) -> HttpResponse:
        """Send it to us."""
        return Client(raise_request_exception=False).post(
            "/anymail/postmark/tracking/", event, "application/json", headers=basic(secret)
        )

    def inbound(self, mail: EmailMessage, recipient: str) -> dict[str, Any]:
        """A mail that came for us (https://postmarkapp.com/developer/webhooks/inbound-webhook)."""
        return {
            "FromName": "Maria",
            "MessageStream": "inbound",
            "From": str(mail["From"]),
            "FromFull": {"Email": first_of(mail["From"]), "Name": "Maria", "MailboxHash": ""},
            "To": str(mail["To"]),
            "ToFull": [{"Email": to, "Name": "", "MailboxHash": ""} for _name, to in getaddresses([str(mail["To"])])],
            "Cc": "",
            "CcFull": [],
            "Bcc": "",
            "BccFull": [],
            "OriginalRecipient": recipient,
            "Subject": str(mail["Subject"]),
            "MessageID": "22c74902-a0c1-4511-804f-341342852c90",
            "ReplyTo": "",
            "MailboxHash": "",
            "Date": "Thu, 5 Apr 2012 16:59:01 +0200",
            "TextBody": text_of(mail, "plain"),
            "HtmlBody": text_of(mail, "html"),
            "StrippedTextReply": "",
            "Tag": "",
            "Headers": [
                {"Name": "Return-Path", "Value": f"<{first_of(mail['From'])}>"},
                *({"Name": name, "Value": str(value)} for name, value in mail.items() if name not in SEPARATE),
            ],
            "Attachments": [
                {
                    "Name": part.get_filename(),
                    "Content": base64.b64encode(part.get_payload(decode=True)).decode(),
                    "ContentType": part.get_content_type(),
                    "ContentLength": len(part.get_payload(decode=True)),
                }
                for part in mail.iter_attachments()
            ],
        }

    def bring(self, mail: EmailMessage, recipient: str, secret: str = SECRET) -> HttpResponse:
        """Pass a mail on to us."""
        event = self.inbound(mail, recipient)
        return Client(raise_request_exception=False).post(
            "/anymail/postmark/inbound/", event, "application/json", headers=basic(secret)
        )


@dataclass
class Mailgun:
    """Mailgun, known by a signature."""

    config: dict[str, Any] = field(default_factory=lambda: {"MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY})

    def bounced(self, address: str) -> dict[str, Any]:
        """A mail that came back."""
        return {
            "id": "G9Bn5sl1TC6nu79C8C0bwg",
            "timestamp": 1521233195.375624,
            "log-level": "error",
            "event": "failed",
            "severity": "permanent",
            "reason": "suppress-bounce",
            "delivery-status": {
                "attempt-no": 1,
                "message": "",
                "code": 605,
                "description": "Not delivering to previously bounced address",
                "session-seconds": 0.0,
            },
            "flags": {"is-routed": False, "is-authenticated": True, "is-system-test": False, "is-test-mode": False},
            "envelope": {"sender": "bob@example.org", "transport": "smtp", "targets": address},
            "message": {
                "headers": {
                    "to": address,
                    "message-id": "20130503192659.13651.20287@example.org",
                    "from": "Bob <bob@example.org>",
                    "subject": "Test permanent_fail webhook",
                },
                "attachments": [],
                "size": 111,
            },
            "recipient": address,
            "recipient-domain": "example.com",
            "tags": ["my_tag_1", "my_tag_2"],
            "user-variables": {"my_var_1": "Mailgun Variable #1", "my-var-2": "awesome"},
        }

    def soft_bounced(self, address: str) -> dict[str, Any]:
        """A server that could not be reached for now."""
        temporary = {"severity": "temporary", "reason": "generic"}
        status = {"code": 452, "message": "4.2.2 The email account that you tried to reach is over quota."}
        return self.bounced(address) | temporary | {"delivery-status": status}

    def complained(self, address: str) -> dict[str, Any]:
        """A mail that its reader called spam."""
        return {
            "id": "-Agny091SquKnsrW2NEKUA",
            "timestamp": 1521233123.501324,
            "log-level": "warn",
            "event": "complained",
            "envelope": {"sending-ip": "173.193.210.33"},
            "flags": {"is-test-mode": False},
            "message": {
                "headers": {
                    "to": address,
                    "message-id": "20110215055645.25246.63817@example.org",
                    "from": "Bob <bob@example.org>",
                    "subject": "Test complained webhook",
                },
                "attachments": [],
                "size": 111,
            },
            "recipient": address,
            "campaigns": [],
            "tags": ["my_tag_1", "my_tag_2"],
            "user-variables": {"my_var_1": "Mailgun Variable #1", "my-var-2": "awesome"},
        }

    def delivered(self, address: str) -> dict[str, Any]:
        """A mail that arrived."""
        status = {"tls": True, "mx-host": "smtp-in.example.com", "code": 250, "description": "", "message": "OK"}
        event = self.bounced(address) | {"event": "delivered", "delivery-status": status}
        return {name: value for name, value in event.items() if name not in ("severity", "reason")}

    def report(self, event: dict[str, Any], secret: str = SIGNING_KEY) -> HttpResponse:
        """Send it to us."""
        return Client(raise_request_exception=False).post(
            "/anymail/mailgun/tracking/", {"signature": signed(secret), "event-data": event}, "application/json"
        )

    def bring(self, mail: EmailMessage, recipient: str, secret: str = SIGNING_KEY) -> HttpResponse:
        """Pass a mail on to us (https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store)."""
        files = [
            SimpleUploadedFile(part.get_filename(), part.get_payload(decode=True), part.get_content_type())
            for part in mail.iter_attachments()
        ]
        fields: dict[str, Any] = {
            "recipient": recipient,
            "sender": first_of(mail["From"]),
            "from": str(mail["From"]),
            "subject": str(mail["Subject"]),
            "body-plain": text_of(mail, "plain"),
            "body-html": text_of(mail, "html"),
            "stripped-text": "",
            "message-headers": json.dumps([[name, str(value)] for name, value in mail.items()]),
        }
        if files:
            fields["attachment-count"] = str(len(files))
            fields |= {f"attachment-{number}": file for number, file in enumerate(files, 1)}
        return Client(raise_request_exception=False).post("/anymail/mailgun/inbound/", fields | signed(secret))


def signed(secret: str) -> dict[str, str]:
    """Return the fields by which Mailgun is known."""
    block = {"timestamp": str(int(time.time())), "token": secrets.token_hex(25)}
    text = (block["timestamp"] + block["token"]).encode()
    return block | {"signature": hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()}


def first_of(header: object) -> str:
    """Return the first address in a header."""
    return getaddresses([str(header)])[0][1]


def text_of(mail: EmailMessage, kind: str) -> str:
    """Return the text of a mail, plain or HTML."""
    part = mail.get_body([kind])
    return part.get_content() if part else ""
