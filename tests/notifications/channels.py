"""Read what reaches a member by each channel: from the list, a mail program and a phone.

The real sender sends. Mail is collected by Django's locmem backend, push messages by a push service of the tests."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import time_machine
from django.core import mail
from django.utils import timezone

from community.members.models import Member
from community.notifications.models import Channel, Kind, Preferences, PushSubscription
from community.notifications.models.preferences import EVERYTHING
from community.notifications.sender import Sender
from tests.notifications.mails import parsed, text_of
from tests.notifications.push_service import Browser, PushService, push_service

CHANNELS = tuple(Channel.values)
LOCMEM = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
# How the list, a mail at once and a digest say each kind.
SAYS = {
    Kind.REPLIED: ("replied in “", "new reply, by "),
    Kind.STARTED: ("started the discussion “",),
    Kind.ANSWERED: ("replied to your post in “",),
    Kind.MENTIONED: ("mentioned you in “",),
    Kind.QUOTED: ("quoted you in “",),
    Kind.SUPPORTED: ("sent you a hug for your post in “",),
    Kind.FOUND: ("New result for your search “",),
    Kind.MODERATED: ("message from the moderators",),
}


@dataclass
class Channels:
    """A member's channels."""

    member: Member
    opened: ExitStack
    sender: Sender = field(default_factory=Sender)
    phone: Browser = field(default_factory=Browser)
    service: PushService = field(default_factory=PushService)
    chosen: tuple[str, ...] = ()

    @classmethod
    @contextmanager
    def of(cls, member: Member, settings) -> Iterator["Channels"]:
        """Let mail be collected, and push messages be sent to this machine."""
        settings.MAILERS = settings.MAILERS | {"at_once": LOCMEM}
        settings.MAIL_PER_SECOND = 0
        settings.PUSH_TO_PRIVATE_ADDRESSES = True
        with ExitStack() as opened:
            yield cls(member, opened)

    def choose(self, *channels: str) -> None:
        """Let the member want everything by these channels, and nothing by others."""
        self.chosen = channels
        if Channel.PUSH in channels:
            self.service = self.opened.enter_context(push_service())
            keys = self.phone.keys
            PushSubscription.objects.create(member=self.member, endpoint=f"{self.service.origin}/phone", **keys)
        columns = {channel: EVERYTHING if channel in channels else 0 for channel in CHANNELS}
        Preferences.objects.update_or_create(member=self.member, defaults=columns)

    def would_hear(self) -> list[str]:
        """The kinds of which the member would hear now; what leaves the site is planned, and not sent yet."""
        self.sender.once(is_stopped=lambda: True)
        return [row.kind for row in self.member.notifications.unread().order_by("pk")]

    def heard(self) -> list[str]:
        """Send what is due, the digests of the next morning included; return the kinds that have arrived."""
        if self.chosen == (Channel.SITE,):
            return [row.kind for row in self.member.notifications.unread().on_site().order_by("pk")]
        return self._sent_within(timedelta(hours=1))

    def heard_again(self) -> list[str]:
        """Send what is due a day and a week later."""
        if self.chosen == (Channel.SITE,):
            return []
        return self._sent_within(timedelta(days=1)) + self._sent_within(timedelta(days=7))

    def _sent_within(self, time: timedelta) -> list[str]:
        mail.outbox.clear()
        self.service.received.clear()
        while self.sender.once():
            pass
        with time_machine.travel(timezone.now() + time, tick=True):
            due = timezone.now()
            Preferences.objects.filter(member=self.member).update(daily_due_at=due, weekly_due_at=due)
            self.sender.next_digests = 0.0
            while self.sender.once():
                pass
        return [*self._mailed(), *self._pushed()]

    def _mailed(self) -> list[str]:
        messages = [message for message in mail.outbox if self.member.email in message.to]
        texts = [text_of(parsed(message.message().as_bytes())) for message in messages]
        kinds = [[str(kind) for kind, ways in SAYS.items() if any(words in text for words in ways)] for text in texts]
        assert all(kinds), texts
        return [kind for each in kinds for kind in each]

    def _pushed(self) -> list[str]:
        return [self.phone.read(body)["tag"] for _path, _headers, body in self.service.received]
