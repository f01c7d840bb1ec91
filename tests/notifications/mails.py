"""Build the mails that the sender would send, and read them as a mail program does."""

import email.message
import email.policy
from email import message_from_bytes
from email.message import EmailMessage

from community.members.models import Member
from community.notifications.models import Channel, Delivery, Kind, Preferences, bit_of
from community.notifications.operations.plan import plan
from community.notifications.sender import build
from tests.notifications.notifications import notify_followers


def wants(member: Member, *kinds: Kind, channel: Channel = Channel.EMAIL, **more: object) -> Preferences:
    """Store that the member wants these kinds on this channel, and no others by mail."""
    chosen = {"email": 0, "daily": 0, "weekly": 0} | {channel.value: sum(map(bit_of, set(kinds)))} | more
    return Preferences.objects.update_or_create(member=member, defaults=chosen)[0]


def planned_for(member: Member) -> list[Delivery]:
    """Plan what is due by email, and return the member's deliveries, oldest first."""
    notify_followers()
    while plan():
        pass
    return list(Delivery.objects.filter(recipient=member, channel=Channel.EMAIL).order_by("pk"))


def sent_by(delivery: Delivery) -> EmailMessage | None:
    """Build the mail of a delivery, write it as SMTP does and parse that; None when there is none."""
    mail = build(Delivery.objects.select_related("recipient").get(pk=delivery.pk))
    return parsed(mail.message(policy=email.policy.SMTP).as_bytes()) if mail else None


def parsed(raw: bytes) -> EmailMessage:
    """Parse the bytes of a mail."""
    return message_from_bytes(raw, EmailMessage, policy=email.policy.default)


def mails_to(member: Member) -> list[EmailMessage]:
    """Return the mails that the member gets now, oldest first."""
    return [mail for delivery in planned_for(member) if (mail := sent_by(delivery))]


def mail_to(member: Member) -> EmailMessage:
    """Return the one mail that the member gets now."""
    (mail,) = mails_to(member)
    return mail


def text_of(mail: EmailMessage) -> str:
    """Return the text part."""
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content()).replace("\r\n", "\n")


def html_of(mail: EmailMessage) -> str:
    """Return the HTML part."""
    body = mail.get_body(("html",))
    assert body
    return str(body.get_content()).replace("\r\n", "\n")
