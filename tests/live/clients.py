"""Clients that hold what they can: they pipeline, read slowly or nothing, send halves, and leave at the wrong time.

Each way of behaving opens a connection to a site's port and returns it, or None where it has left already."""

import os
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

HEAD = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
POST = "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
Held = socket.socket | None


def connected(port: int) -> socket.socket:
    """Connect with a small buffer, so that the server soon has to wait for what is not read."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
    client.settimeout(10)
    client.connect(("127.0.0.1", port))
    return client


def two_at_once(port: int, path: str) -> Held:
    """Ask twice in one piece, and read nothing."""
    return _sent(port, HEAD.format(path=path) * 2)


def many_at_once(port: int, path: str) -> Held:
    """Ask two hundred times in one piece, and read nothing."""
    return _sent(port, HEAD.format(path=path) * 200)


def as_many_as_may_wait(port: int, path: str) -> Held:
    """Ask sixteen times in one piece, and read nothing."""
    return _sent(port, HEAD.format(path=path) * 16)


def many_at_once_and_left(port: int, path: str) -> Held:
    """Ask two hundred times in one piece, and break the connection."""
    return _broken(many_at_once(port, path))


def asked_and_left(port: int, path: str) -> Held:
    """Ask once, and break the connection before the answer."""
    return _broken(_sent(port, HEAD.format(path=path)))


def asked_and_half_closed(port: int, path: str) -> Held:
    """Ask once, and close the sending half of the connection."""
    client = _sent(port, HEAD.format(path=path))
    client.shutdown(socket.SHUT_WR)
    return client


def reading_a_little(port: int, path: str) -> Held:
    """Ask ten times, and read a hundred bytes."""
    client = _sent(port, HEAD.format(path=path) * 10)
    client.settimeout(60)  # it waits behind the others of its kind
    client.recv(100)
    return client


def silent(port: int, path: str) -> Held:
    """Connect, and send nothing."""
    return connected(port)


def half_a_header(port: int, path: str) -> Held:
    """Begin to ask."""
    return _sent(port, HEAD.format(path=path)[:-4])


def asked_and_half_a_header(port: int, path: str) -> Held:
    """Ask, and begin to ask again."""
    return _sent(port, HEAD.format(path=path) + HEAD.format(path=path)[:-4])


def headers_without_end(port: int, path: str) -> Held:
    """Send a megabyte of headers."""
    client = connected(port)
    try:
        client.sendall(HEAD.format(path=path)[:-2].encode() + b"X-More: " + b"a" * 8_000 * 125)
    except OSError:  # the server has had enough
        client.close()
        return None
    return client


def half_a_form(port: int, path: str) -> Held:
    """Announce a form, and send its beginning."""
    return _sent(port, POST.format(path=path, kind=FORM, length=900_000) + "body=" + "a" * 1_000)


def half_an_upload(port: int, path: str) -> Held:
    """Announce pictures, and send their beginning."""
    return _sent(port, POST.format(path=path, kind=FILES, length=9_000_000) + "--x\r\n" + "a" * 10_000)


def a_form_without_end(port: int, path: str) -> Held:
    """Announce a form that is refused for its length, and go on sending."""
    return _sent(port, POST.format(path=path, kind=FORM, length=9_000_000) + "a" * 1_100_000)


def in_chunks(port: int, path: str) -> Held:
    """Send a body in chunks, without an end."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    return _sent(port, head + "5\r\nbody=\r\n")


def waiting_to_continue(port: int, path: str) -> Held:
    """Wait for a leave to send a body, and never send it."""
    head = POST.format(path=path, kind=FORM, length=10)
    return _sent(port, head[:-2] + "Expect: 100-continue\r\n\r\n")


WAYS: list[Callable[[int, str], Held]] = [
    two_at_once,
    many_at_once,
    as_many_as_may_wait,
    many_at_once_and_left,
    asked_and_left,
    asked_and_half_closed,
    reading_a_little,
    silent,
    half_a_header,
    asked_and_half_a_header,
    headers_without_end,
    half_a_form,
    half_an_upload,
    a_form_without_end,
    in_chunks,
    waiting_to_continue,
]


def held_by(pid: int, port: int) -> int:
    """Return how many connections a process has open at its port: not its own to a database."""
    rows = [row.split() for row in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    at_port = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(f":{port:04X}")}
    links = 0
    for file in Path(f"/proc/{pid}/fd").iterdir():
        try:
            links += os.readlink(file) in at_port
        except FileNotFoundError:  # closed since it was listed
            continue
    return links


def is_refused(port: int) -> bool:
    """Return whether the site takes no further connection from here."""
    with connected(port) as client:
        client.sendall(HEAD.format(path="/guidelines/").encode())
        return client.recv(1_000).startswith(b"HTTP/1.1 503 ")


def seconds_for(port: int, path: str) -> float:
    """Return how long a visitor at another address waits for a page. Raises OSError after ten seconds."""
    began = time.monotonic()
    visitor = HTTPConnection("127.0.0.1", port, timeout=10, source_address=("127.0.0.2", 0))
    try:
        visitor.request("GET", path)
        response = visitor.getresponse()
        response.read()
        assert response.status == 200, response.status
    finally:
        visitor.close()
    return time.monotonic() - began


def _sent(port: int, text: str) -> socket.socket:
    client = connected(port)
    client.settimeout(1)
    with suppress(TimeoutError, ConnectionError):  # the server reads no further, or has had enough
        client.sendall(text.encode())
    return client


def _broken(client: Held) -> None:
    """Close without the usual goodbye: what waits to be read is thrown away (SO_LINGER of 0 sends a reset)."""
    assert client
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
