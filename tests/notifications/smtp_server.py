"""A real SMTP server that counts what arrives, and refuses what it is told to."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.services import free_port


class Received:
    """The mails that arrived. `answers` maps an address to what the server answers in place of taking the mail."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []
        self.answers: dict[str, str] = {}
        self.port = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take the address, or answer for it."""
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take the mail."""
        message = message_from_bytes(envelope.content, EmailMessage, policy=policy.default)
        self.mails += [(address, message) for address in envelope.rcpt_tos]
        return "250 OK"

    def count(self) -> Counter[str]:
        """How many mails arrived for each address."""
        return Counter(address for address, _message in self.mails)


@contextmanager
def smtp_server(port: int = 0) -> Iterator[Received]:
    """Run the server on a free port of this machine, or on `port`."""
    received = Received()
    controller = Controller(received, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    received.port = controller.port
    try:
        yield received
    finally:
        controller.stop()
