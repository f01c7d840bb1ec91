"""Request bodies are buffered on the event loop: a slow client occupies no thread, and many fill no disk."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from django.conf import settings

from community.core.http import request_buffering
from config import asgi

FILES = b"multipart/form-data; boundary=x"
PLAIN = b"application/x-www-form-urlencoded"
TOKEN = b"a" * 32
Message = dict[str, Any]


class Sender:
    """A client that sends a form in pieces, each when the test says so, and records the response."""

    def __init__(self, kind: bytes, length: int, path: str = "/") -> None:
        self.kind, self.length, self.path = kind, length, path
        self.pieces: asyncio.Queue[Message] = asyncio.Queue()
        self.heard: list[Message] = []

    def send(self, body: bytes, *, last: bool = False) -> None:
        """Deliver one piece."""
        self.pieces.put_nowait({"type": "http.request", "body": body, "more_body": not last})

    def go(self) -> None:
        """Disconnect."""
        self.pieces.put_nowait({"type": "http.disconnect"})

    async def call(self) -> None:
        """Run the request, as the server passes it to the application."""

        async def hear(message: Any) -> None:
            self.heard.append(message)

        headers = [(b"host", b"testserver"), (b"content-type", self.kind), (b"cookie", b"csrf=" + TOKEN)]
        if self.length:
            headers.append((b"content-length", b"%d" % self.length))
        scope = {"type": "http", "method": "POST", "path": self.path, "headers": headers, "query_string": b""}
        await asgi.application(scope, self.pieces.get, hear)


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The bodies that reached a thread."""
    reached: list[bytes] = []

    async def page(_scope: Any, body: request_buffering.Body, _send: Any, _network: str) -> None:
        reached.append(body.file.read())

    monkeypatch.setattr(asgi, "pages", page)
    return reached


@pytest.fixture(autouse=True)
async def nothing_left_behind() -> AsyncIterator[None]:
    """Assert after each test that all buffer space is released."""
    yield
    assert request_buffering._buffered_bytes == 0


async def settle() -> None:
    """Let all ready tasks run."""
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.mark.parametrize(("kind", "size"), [(PLAIN, 900_000), (FILES, 900_000), (FILES, 9_000_000)])
async def test_a_slow_client_reaches_a_thread_only_with_its_whole_body(
    threads: list[bytes], kind: bytes, size: int
) -> None:
    sender = Sender(kind, size)
    call = asyncio.create_task(sender.call())
    for _ in range(size // 100_000 - 1):
        sender.send(b"a" * 100_000)
    await settle()
    assert threads == []

    sender.send(b"b" * 100_000, last=True)
    await call

    assert threads == [b"a" * (size - 100_000) + b"b" * 100_000]


async def test_a_long_text_is_refused_without_waiting_for_its_end() -> None:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    for declared in (most + 2, 0):  # by its length, or in chunks
        sender = Sender(PLAIN, declared)
        sender.send(b"a" * (most + 1))

        await sender.call()

        assert sender.heard[0]["status"] == 413


@pytest.mark.parametrize(("domain", "path"), [("reply.example.org", "/anymail/postmark/inbound/"), ("", "/contact/")])
async def test_a_mail_with_attachments_reaches_a_thread_where_replies_by_email_are_on(
    threads: list[bytes], domain: str, path: str, settings: Any
) -> None:
    settings.REPLY_DOMAIN = domain
    sender = Sender(b"application/json", 3_000_000, path)
    for part in range(30):
        sender.send(b"a" * 100_000, last=part == 29)

    await sender.call()

    assert [len(body) for body in threads] == ([3_000_000] if domain else [1_100_000])


async def test_a_form_in_chunks_arrives_though_it_declares_no_length() -> None:
    sender = Sender(PLAIN, 0, "/offline/")
    sender.send(b"csrfmiddlewaretoken=")
    sender.send(TOKEN, last=True)

    await sender.call()

    assert sender.heard[0]["status"] == 405  # past the CSRF check; this page takes no form


@pytest.mark.parametrize("pieces", [0, 1, 30])
async def test_a_client_that_disconnects_reaches_no_thread(threads: list[bytes], pieces: int) -> None:
    sender = Sender(FILES, 9_000_000)
    for _ in range(pieces):
        sender.send(b"a" * 100_000)
    sender.go()

    await sender.call()

    assert threads == []
    assert sender.heard == []


async def test_more_than_six_large_pictures_are_refused_before_they_are_sent(threads: list[bytes]) -> None:
    sender = Sender(FILES, request_buffering.MAX_BYTES + 1)

    await sender.call()

    assert threads == []
    assert sender.heard[0]["status"] == 413
    assert b"add fewer pictures" in sender.heard[1]["body"]


async def test_a_client_that_declares_less_than_it_sends_is_refused_too(
    threads: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_buffering, "MAX_BYTES", 3_000_000)
    sender = Sender(FILES, 5)
    for _ in range(31):
        sender.send(b"a" * 100_000)

    await sender.call()

    assert threads == []
    assert sender.heard[0]["status"] == 413


async def test_many_clients_that_send_half_do_not_fill_the_disk(
    threads: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_buffering, "MAX_TOTAL_BYTES", 5_000_000)
    slow = [Sender(FILES, 9_000_000) for _ in range(2)]
    calls = [asyncio.create_task(sender.call()) for sender in slow]
    for sender in slow:
        sender.send(b"a" * 2_400_000)
    await settle()

    late = Sender(FILES, 3_000_000)
    late.send(b"a" * 3_000_000, last=True)
    await late.call()

    assert late.heard[0]["status"] == 503
    assert b"try again in a minute" in late.heard[1]["body"]
    for sender in slow:
        sender.go()
    await asyncio.gather(*calls)
    again = Sender(FILES, 3_000_000)
    again.send(b"a" * 3_000_000, last=True)
    await again.call()
    assert len(threads) == 1


async def test_a_client_that_takes_too_long_gets_408(threads: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_buffering, "MINUTES", 0)
    sender = Sender(FILES, 100)
    sender.send(b"a")

    await sender.call()

    assert threads == []
    assert sender.heard[0]["status"] == 408
