"""Pages are made on threads that never wait for a client, and that no single visitor has for themselves."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from community.core.http.page_threads import PageThreads, environ_of
from community.core.http.request_buffering import Body

PATIENCE = 30  # seconds; reached only on failure
SCOPE = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}


class Pages:
    """A WSGI application whose pages wait until the test lets them go; it counts those that it began."""

    def __init__(self) -> None:
        self.go, self.started, self.closed = threading.Event(), 0, 0
        self.pieces = [b"a page"]

    def __call__(self, environ: Any, start_response: Any) -> "Pages":
        self.started += 1
        if environ["PATH_INFO"] == "/slow/":
            self.go.wait(PATIENCE)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)

    def close(self) -> None:
        """Count, as Django closes the database connection here."""
        self.closed += 1


class Visitor:
    """A client that takes each message when the test says so."""

    def __init__(self, *, reads: bool = True) -> None:
        self.heard: list[Any] = []
        self.reads = asyncio.Event()
        if reads:
            self.reads.set()

    async def __call__(self, message: Any) -> None:
        await self.reads.wait()
        self.heard.append(message)

    @property
    def body(self) -> bytes:
        """Return what was sent."""
        return b"".join(message.get("body", b"") for message in self.heard)


@pytest.fixture
def application() -> Iterator[Pages]:
    pages = Pages()
    yield pages
    pages.go.set()


async def ask(threads: PageThreads, visitor: Visitor, network: str, **scope: Any) -> None:
    """Ask for a page from this network."""
    body = Body(SCOPE, asyncio.Queue[Any]().get)
    await threads(SCOPE | scope, body, visitor, network)
    body.close()


async def test_who_asks_for_many_slow_pages_leaves_threads_for_others(application: Pages) -> None:
    threads = PageThreads(application, 4)
    many = [asyncio.create_task(ask(threads, Visitor(), "192.0.2.1", path="/slow/")) for _ in range(40)]
    other = Visitor()

    async with asyncio.timeout(PATIENCE):
        await ask(threads, other, "192.0.2.2")

    assert other.body == b"a page"
    assert not any(task.done() for task in many)
    application.go.set()
    await asyncio.gather(*many)
    assert application.started == application.closed == 41


async def test_visitors_who_read_nothing_hold_no_thread(application: Pages) -> None:
    threads = PageThreads(application, 2)
    held = [asyncio.create_task(ask(threads, Visitor(reads=False), "192.0.2.1")) for _ in range(40)]
    other = Visitor()

    async with asyncio.timeout(PATIENCE):
        await ask(threads, other, "192.0.2.2")
        while application.closed < 41:
            await asyncio.sleep(0.01)

    assert other.body == b"a page"
    for task in held:
        task.cancel()


async def test_a_visitor_who_has_left_costs_no_page(application: Pages) -> None:
    threads, left = PageThreads(application, 2), Visitor()

    await ask(threads, left, "192.0.2.1", extensions={"client_has_left": lambda: True})

    assert left.heard == []
    assert application.started == 0


@pytest.mark.parametrize("pieces", [[], [b""], [b"a", b"b"], [b"a" * 3_000_000], [b"a" * 65_536], [b"", b"a" * 65_537]])
async def test_an_answer_arrives_whole(application: Pages, pieces: list[bytes]) -> None:
    application.pieces = pieces
    visitor = Visitor()

    await ask(PageThreads(application, 1), visitor, "192.0.2.1")

    assert visitor.body == b"".join(pieces)
    assert [message["more_body"] for message in visitor.heard[1:]][-1] is False
    assert max(len(message["body"]) for message in visitor.heard[1:]) <= 65_536


async def test_an_answer_without_end_is_given_up(application: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("community.core.http.page_threads.MOST_BYTES", 1_000)
    application.pieces = [b"a" * 600] * 3

    with pytest.raises(ValueError, match="more than 1,000 bytes"):
        await ask(PageThreads(application, 1), Visitor(), "192.0.2.1")

    assert application.closed == 1


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            [(b"x-forwarded-for", b"192.0.2.1"), (b"x_forwarded_for", b"192.0.2.9")],
            {"HTTP_X_FORWARDED_FOR": "192.0.2.1"},
        ),
        ([(b"cookie", b"a=1"), (b"cookie", b"b=2")], {"HTTP_COOKIE": "a=1; b=2"}),
        ([(b"accept", b"text/html"), (b"accept", b"*/*")], {"HTTP_ACCEPT": "text/html,*/*"}),
        ([(b"content-type", b"text/plain")], {"CONTENT_TYPE": "text/plain"}),
        ([(b"x-name", b"caf\xe9")], {"HTTP_X_NAME": "caf\xe9"}),
    ],
)
def test_headers_reach_django_as_wsgi_names_them(headers: Any, expected: dict[str, str]) -> None:
    environ = environ_of(SCOPE | {"headers": headers}, Body(SCOPE, asyncio.Queue[Any]().get).file, 0)

    assert {name: environ[name] for name in environ if name.startswith(("HTTP_", "CONTENT_"))} == expected


def test_a_query_that_is_not_ascii_reaches_django() -> None:
    body = Body(SCOPE, asyncio.Queue[Any]().get)

    assert environ_of(SCOPE | {"query_string": b"q=caf\xe9"}, body.file, 0)["QUERY_STRING"] == "q=caf\xe9"
