"""Make pages with the WSGI application on a pool of threads; the event loop alone talks to clients.

A thread gets a request whose body has arrived, writes the whole answer into a buffer, and is free. It never waits for a
client: how fast one reads, and whether it stays, is the event loop's matter (connections.py).
"""

import asyncio
import io
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.handlers.wsgi import WSGIRequest

from community.core.http.request_buffering import Body, Scope, Send

Headers = list[tuple[str, str]]
IN_MEMORY = 1_000_000  # bytes of an answer; what is longer goes into a temporary file
MOST_BYTES = 200_000_000  # an answer without end must not fill the disk
PIECE = 65_536  # bytes sent at a time
HEADER_NAMES = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}


@dataclass(frozen=True)
class Answer:
    """A whole answer: status, headers, and a file that is read from its beginning and closed once sent."""

    status: int
    headers: Headers
    file: IO[bytes]
    size: int


class PageThreads:
    """Run the WSGI application on `threads` threads, half of them at most for one address at a time."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._most = max(threads // 2, 1)
        self._turns: dict[str, asyncio.Semaphore] = {}
        self._waiting: Counter[str] = Counter()

    async def __call__(self, scope: Scope, body: Body, send: Send, address: str = "") -> None:
        """Answer a request whose body has arrived."""
        async with self._turn(address):
            answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, scope, body)
        if answer:
            await send_answer(answer, send)

    @asynccontextmanager
    async def _turn(self, address: str) -> AsyncIterator[None]:
        """Wait while this address has its share of the threads, so that others' pages are not behind all of its."""
        turns = self._turns.setdefault(address, asyncio.Semaphore(self._most))
        self._waiting[address] += 1
        try:
            async with turns:
                yield
        finally:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._turns[address], self._waiting[address]

    def _answer(self, scope: Scope, body: Body) -> Answer | None:
        """Run the application on this thread; None if the client has left while it waited for the thread."""
        if client_has_left(scope):
            return None
        started: list[Any] = []

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
            started[:] = status, headers

        pieces = self._application(environ_of(scope, body.file, body.length), start_response)
        file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (closed once sent)
        try:
            for piece in pieces:
                file.write(piece)
                if file.tell() > MOST_BYTES:
                    raise ValueError(f"The answer to {scope['path']} has more than {MOST_BYTES:,} bytes.")
        except BaseException:
            file.close()
            raise
        finally:
            getattr(pieces, "close", bool)()
        size = file.tell()
        file.seek(0)
        return Answer(int(started[0][:3]), started[1], file, size)


def client_has_left(scope: Scope) -> bool:
    """Return whether the connection is closing; False where the server does not say (connections.py does)."""
    left = scope.get("extensions", {}).get("client_has_left")
    return bool(left and left())


async def send_answer(answer: Answer, send: Send) -> None:
    """Send an answer in pieces, each when the client has taken most of those before."""
    headers = [(name.lower().encode("latin1"), value.encode("latin1")) for name, value in answer.headers]
    try:
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        left = answer.size
        while True:
            piece = answer.file.read(PIECE)
            left -= len(piece)
            more = bool(piece) and left > 0
            await send({"type": "http.response.body", "body": piece, "more_body": more})
            if not more:
                break
    finally:
        answer.file.close()


def request_of(scope: Scope) -> WSGIRequest:
    """Build Django's request, without a body, for what is decided on the event loop."""
    return WSGIRequest(environ_of(scope, io.BytesIO(), 0))


def environ_of(scope: Scope, body: IO[bytes], length: int) -> dict[str, Any]:
    """Build the WSGI environ of a request, also of one that opens a socket (PEP 3333).

    Headers whose name has an underscore are left out: WSGI cannot tell X_Forwarded_For from X-Forwarded-For, and no
    browser sends the former."""
    server, port = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.get("method", "GET"),
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or 0),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": {"ws": "http", "wss": "https"}.get(scheme := scope.get("scheme", "http"), scheme),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if client := scope.get("client"):
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = client[0], str(client[1])
    for name, raw in scope["headers"]:
        if b"_" in name:
            continue
        key = HEADER_NAMES.get(name) or "HTTP_" + name.decode("latin1").upper().replace("-", "_")
        value = raw.decode("latin1")
        if key in environ:
            value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
        environ[key] = value
    if length:  # of what has arrived: a body in chunks declares none
        environ["CONTENT_LENGTH"] = str(length)
    return environ
