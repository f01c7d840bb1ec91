"""Build a mail to one member: its headers, and both of its parts from templates.

Headers say as little as the mail itself: no title, group or name stands in any but From and Subject."""

import email.message
import email.policy
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from community.core.context import content_language
from community.core.http.site import absolute
from community.core.text.languages import base_of
from community.members.models import Member
from community.notifications.digest_times import zone_of
from community.notifications.mail_links import unsubscribe_link
from community.notifications.models import Preferences

SALT = "community.notifications.mail"


class WholeHeader(UnstructuredHeader):
    """A header on one line. Python would encode a long address, and no mail program could read it then."""

    def fold(self, *, policy: email.policy.EmailPolicy) -> str:
        """Write the address as it is (RFC 5322 2.1.1 allows 998 characters), and a name before it as RFC 2047 says."""
        name, space, address = str(self).rpartition(" ")
        if not name.isascii():
            name = " ".join(Header(name, "utf-8").encode().split())
        return f"{self.name}: {name}{space}{address}{policy.linesep}"  # type: ignore[attr-defined]  # of BaseHeader


REGISTRY = HeaderRegistry()
for name in ("list-id", "list-archive", "list-unsubscribe", "in-reply-to", "references"):
    REGISTRY.map_to_type(name, WholeHeader)  # type: ignore[arg-type]  # the registry mixes BaseHeader in


class Mail(EmailMultiAlternatives):
    """A mail whose long addresses in headers stay readable."""

    def message(self, *, policy: Any = email.policy.default) -> email.message.EmailMessage:
        """Build the message with our own headers."""
        built: email.message.EmailMessage = super().message(policy=policy.clone(header_factory=REGISTRY))
        return built


@dataclass(frozen=True)
class Envelope:
    """What stands around the text.

    `what` is what the link to unsubscribe stops; `key` is unique among the member's mails, and `thread` the key of the
    discussion whose conversation the mail belongs to. An empty `sender` is the community itself."""

    subject: str
    what: str
    key: str
    sender: str = ""
    thread: str = ""
    reply_to: Sequence[str] = ()


@contextmanager
def written_for(member: Member, preferences: Preferences) -> Iterator[None]:
    """Write texts in the member's language, and times in their time zone."""
    with translation.override(member.language or settings.LANGUAGE_CODE), timezone.override(zone_of(preferences)):
        yield


def compose(member: Member, envelope: Envelope, template: str, context: dict[str, Any], *, discreet: bool) -> Mail:
    """Render `template` (.txt and .html) into a mail. Call it inside of written_for()."""
    subject = " ".join(envelope.subject.split())  # a line break would begin a header of its own
    unsubscribe = unsubscribe_link(member.pk, envelope.what)
    language = translation.get_language() or settings.LANGUAGE_CODE
    context = {
        "subject": subject,
        "lang": language,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "CONTENT_LANG": content_language(),
        "COMMUNITY_NAME": settings.COMMUNITY_NAME,
        "ORGANISATION_NAME": translation.gettext(settings.ORGANISATION_NAME),
        "is_discreet": discreet,
    } | context
    mail = Mail(
        subject=subject,
        body=re.sub(r"\n{3,}", "\n\n", render_to_string(f"{template}.txt", context).strip()) + "\n",
        from_email=_sender(envelope.sender, discreet=discreet),
        to=[member.email],
        reply_to=list(envelope.reply_to),
        headers=_headers(member, envelope, unsubscribe, base_of(language), discreet=discreet),
    )
    mail.attach_alternative(render_to_string(f"{template}.html", context).strip() + "\n", "text/html")
    return mail


def message_id(member: Member, key: str) -> str:
    """Return the Message-ID of the mail about `key` to this member.

    It is the same each time, so that mail programs show a mail once that a killed sender sent twice, and nobody can
    read from it which post or member it is about."""
    digest = salted_hmac(SALT, f"{member.pk} {key}", algorithm="sha256").hexdigest()[:32]
    return f"<{digest}@{_host()}>"


def _headers(member: Member, envelope: Envelope, unsubscribe: str, language: str, *, discreet: bool) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(member, envelope.key),
        # One list for all: the address of a group would tell each mail server on the way what the mail is about.
        "List-Id": f"<notifications.{_host()}>" if discreet else f"{_phrase()} <notifications.{_host()}>",
        "List-Archive": f"<{absolute(reverse('notifications'))}>",
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        "Auto-Submitted": "auto-generated",  # RFC 3834: no answer by a machine
        "X-Auto-Response-Suppress": "OOF, AutoReply",  # the same for Exchange
        "Content-Language": language,
    }
    # A discussion's conversation begins with the mail about its start, whether that was ever sent or not.
    if envelope.thread and (start := message_id(member, envelope.thread)) != headers["Message-ID"]:
        headers |= {"In-Reply-To": start, "References": start}
    return headers


def _sender(name: str, *, discreet: bool) -> str:
    """Return the address that all mail comes from, with the name of who wrote, or a neutral one."""
    if discreet:
        name = translation.gettext("Messages")
    elif name:
        name = f"{name} ({settings.COMMUNITY_NAME})"
    else:
        name = settings.COMMUNITY_NAME
    return str(Address(display_name=" ".join(name.split()), addr_spec=parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _phrase() -> str:
    """Return the community's name as List-Id has it: in quotes where a character needs them (RFC 5322 3.2.5)."""
    name = " ".join(settings.COMMUNITY_NAME.split())
    return str(Address(display_name=name)).removesuffix(" <>") if name.isascii() else name


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
