"""Mail that leaves through a provider's API instead of SMTP."""

import json
from collections.abc import Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import override_settings

from community.core import mail as outbox
from config import mail

ACCEPTED = {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc2f4a", "To": "maria@example.org"}


@pytest.fixture
def requests() -> Iterator[list[tuple[Message, Any]]]:
    """What Postmark's API was sent, while the worker sends through it; it is busy at the first request."""
    received: list[tuple[Message, Any]] = []

    class Api(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append((self.headers, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            answer = json.dumps(ACCEPTED).encode()
            self.send_response(503 if len(received) == 1 else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            """Write no log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    anymail = mail.anymail("postmark", key="a token", secret="", api_url=f"http://127.0.0.1:{server.server_port}/")
    try:
        with override_settings(ANYMAIL=anymail, MAILERS=mail.mailers("postmark", {})):
            yield received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.django_db
def test_a_mail_leaves_through_the_provider_and_is_tried_again_while_it_is_busy(requests, monkeypatch) -> None:
    again: list[int] = []
    monkeypatch.setattr(type(outbox.send_packed), "enqueue", lambda _task, _packed, attempt: again.append(attempt))
    message = EmailMultiAlternatives("Hello", "A text", "team@example.org", ["maria@example.org"])
    message.extra_headers["List-Id"] = "<thread-1.example.org>"
    message.attach_alternative("<p>A text</p>", "text/html")
    packed = outbox._serialise(message)

    outbox.send_packed.func(packed, 0)
    assert again == [1]
    outbox.send_packed.func(packed, 1)

    headers, sent = requests[1]
    assert headers["X-Postmark-Server-Token"] == "a token"
    assert (sent["To"], sent["Subject"], sent["TextBody"]) == ("maria@example.org", "Hello", "A text")
    assert sent["HtmlBody"] == "<p>A text</p>"
    assert sent["Headers"] == [{"Name": "List-Id", "Value": "<thread-1.example.org>"}]
    assert again == [1]
