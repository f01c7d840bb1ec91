"""What a client sends over the socket is ignored or closes it; nothing of it writes a traceback into the log."""

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection, connect

from tests.live.conftest import PATIENCE
from tests.live.test_separate_processes import cookies_of
from tests.live_site import Site, start_site

pytestmark = pytest.mark.django_db(transaction=True)


def piece(opcode: Opcode, data: bytes, *, fin: bool = True) -> bytes:
    """Build one piece of a message as a client sends it."""
    return Frame(opcode, data, fin).serialize(mask=True)


IGNORED: dict[str, bytes | str] = {
    "nothing": "",
    "not JSON": "hello",
    "half JSON": '{"type": ',
    "a list": "[]",
    "a number": "1" * 4_000,
    "an unknown kind": '{"type": "join", "group": "inbox.1"}',
    "a kind of ours": '{"type": "socket.message", "message": {"type": "recheck"}}',
    "a kind of Channels": '{"type": "websocket.disconnect"}',
    "deep nesting": "[" * 4_000,
    "NaN": "NaN",
    "NUL": '{"type": "\0"}',
    "a lone surrogate": '{"type": "\\ud800"}',
    "bytes": b"\x00\xff\xfe",
    "no bytes": b"",
}
CLOSING: dict[str, tuple[bytes, int]] = {
    "a huge text": (piece(Opcode.TEXT, b"a" * 200_000), 1009),
    "huge bytes": (piece(Opcode.BINARY, b"a" * 200_000), 1009),
    "huge in parts": (
        piece(Opcode.TEXT, b"a" * 4_000, fin=False) + piece(Opcode.CONT, b"a" * 4_000, fin=False) * 9,
        1009,
    ),
    "no text": (piece(Opcode.TEXT, b"\xff\xfe"), 1007),
    "half a letter": (piece(Opcode.TEXT, b"\xc3"), 1007),
    "no text in parts": (piece(Opcode.TEXT, b"a", fin=False) + piece(Opcode.CONT, b"\xff"), 1007),
    "a part of nothing": (piece(Opcode.CONT, b"a"), 1002),
    "without a mask": (Frame(Opcode.TEXT, b"a").serialize(mask=False), 1002),
    "an unknown opcode": (b"\x83\x80" + bytes(4), 1002),
    "a long ping": (b"\x89\xfe\x00\x80" + bytes(4 + 128), 1002),
    "a flood": (piece(Opcode.TEXT, b"a") * 20_000, 1008),
    "a flood of bytes": (piece(Opcode.BINARY, b"") * 20_000, 1008),
}


@pytest.fixture
def opened(as_member: Any, maria: Any) -> Iterator[tuple[Site, Callable[[], ClientConnection]]]:
    """A site, and a way to open a socket of Maria's."""
    cookies = cookies_of(as_member(maria))
    with start_site(dict(connection.settings_dict)) as site:

        def open_socket() -> ClientConnection:
            address = f"{site.url.replace('http', 'ws', 1)}/ws/"
            return connect(address, origin=site.url, additional_headers={"Cookie": cookies}, compression=None)

        yield site, open_socket


def answers(socket: ClientConnection) -> bool:
    """Return whether the server still answers a ping."""
    return socket.ping().wait(PATIENCE)


def code_of(socket: ClientConnection) -> int:
    """Return the code with which the server closes."""
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            socket.recv(PATIENCE)
    return closed.value.rcvd.code if closed.value.rcvd else 1006


def test_what_a_client_sends_is_ignored_or_closes_its_socket(opened: Any) -> None:
    site, open_socket = opened
    with open_socket() as socket:
        assert json.loads(socket.recv(PATIENCE))["type"] == "inbox"
        for name, message in IGNORED.items():
            socket.send(message)
            assert answers(socket), name
    for name, (sent, code) in CLOSING.items():
        with open_socket() as socket:
            socket.recv(PATIENCE)
            socket.socket.sendall(sent)
            assert code_of(socket) == code, name

    assert site.log() == ""


def test_clients_that_leave_at_any_time_write_nothing_into_the_log(opened: Any) -> None:
    site, open_socket = opened
    for _ in range(6):
        with open_socket() as socket:
            socket.socket.close()
    for _ in range(6):
        with open_socket() as socket:
            socket.recv(PATIENCE)
            socket.socket.sendall(piece(Opcode.TEXT, os.urandom(20)))
            socket.socket.close()
    with open_socket() as socket:
        assert answers(socket)

    assert site.log() == ""
