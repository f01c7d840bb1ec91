"""The one process that sends: plans, claims what is due and sends it, at the pace that the mail server takes."""

import logging
import smtplib
import time
from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import close_old_connections
from django.utils import timezone

from community.notifications import push
from community.notifications.mail import digest, notification, sample
from community.notifications.mail.message import Mail
from community.notifications.models import Channel, Delivery, Outcome
from community.notifications.operations import deliver
from community.notifications.operations.plan import plan, plan_digests
from community.notifications.undeliverable import Undeliverable

log = logging.getLogger(__name__)
IDLE = 1.0  # seconds
DIGESTS_EVERY = 20.0
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0  # while the mail server takes nothing
LEAST_LEASE = 10  # seconds: with less left, another process may begin with the row before this one is done
ALL = [Channel.PUSH, Channel.EMAIL, Channel.DAILY, Channel.WEEKLY]


class ServerAway(Exception):
    """The mail server takes no mail now, whoever it is for."""


class Sender:
    """Sends until it is stopped. A mail server that is away stops mail alone."""

    def __init__(self) -> None:
        self.server: BaseEmailBackend | None = None
        self.pause = 0.0
        self.mail_from = 0.0  # on the monotonic clock: no mail before
        self.next_mail = 0.0
        self.next_digests = 0.0

    def run(self, is_stopped: Callable[[], bool]) -> None:
        """Send what is due, again and again."""
        while not is_stopped():
            try:
                close_old_connections()
                sent = self.once(is_stopped)
            except Exception:  # such as a database that is away
                log.exception("the next round begins in a moment")
                sent = 0
            if not sent:
                self.close()
                time.sleep(IDLE)
        self.close()

    def once(self, is_stopped: Callable[[], bool] = lambda: False) -> int:
        """Plan, and send one batch; return how many deliveries it had."""
        while plan():
            pass
        if time.monotonic() >= self.next_digests:
            plan_digests()
            self.next_digests = time.monotonic() + DIGESTS_EVERY
        batch = deliver.claim(ALL if time.monotonic() >= self.mail_from else [Channel.PUSH])
        outcomes: Counter[str] = Counter()
        for index, delivery in enumerate(batch):
            left = (delivery.leased_until - timezone.now()).total_seconds() if delivery.leased_until else 0
            if left < LEAST_LEASE or is_stopped():
                deliver.release(batch[index:])
                break
            try:
                outcomes[self._send(delivery)] += 1
            except ServerAway as away:
                self._wait(str(away))
                deliver.try_later(delivery, str(away), server_is_away=True)
                deliver.release(batch[index + 1 :])
                break
        if outcomes:
            log.info("deliveries: %s", ", ".join(f"{count} {what}" for what, count in outcomes.items()))
        return len(batch)

    def _send(self, delivery: Delivery) -> str:
        """Send one delivery and store what became of it; return that. Raises ServerAway."""
        if not (delivery.is_sample or delivery.channel in deliver.DIGESTS) and deliver.put_off(delivery):
            return "put off"
        if reason := deliver.reason_against(delivery):
            deliver.finish(delivery, Outcome.NOT_NEEDED, reason)
            return Outcome.NOT_NEEDED
        try:
            is_sent = self._push(delivery) if delivery.channel == Channel.PUSH else self._mail(delivery)
        except Undeliverable as fault:
            deliver.finish(delivery, Outcome.FAILED, str(fault))
            return Outcome.FAILED
        except ServerAway:
            raise
        except Exception as fault:
            log.warning("delivery %s fails: %s", delivery.pk, fault, exc_info=not isinstance(fault, OSError))
            deliver.try_later(delivery, f"{type(fault).__name__}: {fault}")
            return "to be tried again"
        deliver.finish(delivery, Outcome.SENT if is_sent else Outcome.NOT_NEEDED, "" if is_sent else "nothing to say")
        return Outcome.SENT if is_sent else Outcome.NOT_NEEDED

    def _push(self, delivery: Delivery) -> bool:
        push.send(delivery)
        return True

    def _mail(self, delivery: Delivery) -> bool:
        """Send a mail at the allowed pace; False when there is nothing to say. Raises Undeliverable or ServerAway."""
        message = build(delivery)
        if message is None:
            return False
        time.sleep(max(0.0, self.next_mail - time.monotonic()))
        if settings.MAIL_PER_SECOND:
            self.next_mail = time.monotonic() + 1 / settings.MAIL_PER_SECOND
        try:
            if self.server is None:
                server = mailers["at_once"]
                server.open()
                self.server = server
            self.server.send_messages([message])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refused:
            if is_final(refused):
                raise Undeliverable(f"the mail server refused it: {refused}") from refused
            raise
        except refusals_of_provider() as refused:
            raise Undeliverable(f"the mail provider refused it: {refused}") from refused
        except OSError as fault:  # smtplib's other errors are OSErrors as well
            self.close()
            raise ServerAway(f"{type(fault).__name__}: {fault}") from fault
        self.pause = 0.0
        return True

    def _wait(self, why: str) -> None:
        """Send no mail for a while, longer each time."""
        self.pause = min(max(FIRST_PAUSE, self.pause * 2), LONGEST_PAUSE)
        self.mail_from = time.monotonic() + self.pause
        log.warning("no mail for %d seconds: %s", self.pause, why)

    def close(self) -> None:
        """End the connection to the mail server."""
        server, self.server = self.server, None
        if server is not None:
            try:
                server.close()
            except OSError:
                log.info("the mail server was gone already")


def build(delivery: Delivery) -> Mail | None:
    """Build the mail of a delivery; None when there is nothing to say."""
    if delivery.is_sample:
        return sample.build(delivery)
    return notification.build(delivery) if delivery.channel == Channel.EMAIL else digest.build(delivery)


def refusals_of_provider() -> tuple[type[Exception], ...]:
    """Return what is raised when the mail provider refuses an address; nothing where mail leaves by SMTP."""
    if not settings.MAIL_PROVIDER:
        return ()
    from anymail.exceptions import AnymailRecipientsRefused  # it takes half a second to import

    return (AnymailRecipientsRefused,)


def is_final(refused: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> bool:
    """Whether the mail server will never take this mail (5xx), and not just now (4xx, RFC 5321 4.2.1)."""
    if isinstance(refused, smtplib.SMTPDataError):
        return refused.smtp_code >= 500
    return all(code >= 500 for code, _answer in refused.recipients.values())
