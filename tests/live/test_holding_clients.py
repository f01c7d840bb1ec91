"""No client can keep others from their pages: none holds a thread, and each connection has a deadline."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from community.forum.models import Thread
from community.members.models import Member
from tests.acts import add_picture, reply
from tests.live import clients
from tests.live_site import Site, start_site

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 24  # three times as many as there are threads
PATIENCE = 2  # seconds
MOST = 40  # connections of an address
LARGE = f"{settings.STATIC_URL}large.bin"
EXTRA = {"ALONGSIDE_CLIENT_SECONDS": str(PATIENCE), "ALONGSIDE_CONNECTIONS_PER_ADDRESS": str(MOST)}


@contextmanager
def site() -> Iterator[Site]:
    """Run the web process alone, without a proxy, on the test's database."""
    with start_site(dict(connection.settings_dict), large_file=8_000_000, **EXTRA) as started:
        yield started


def hold(site: Site, way: Callable[[int, str], clients.Held], path: str) -> None:
    """Let many clients behave in this way: others have their pages all the while, and the site lets all of them go."""
    idle = clients.held_by(site.pid, site.port)
    held = [client for _ in range(CLIENTS) if (client := way(site.port, path))]
    for _ in range(3):
        assert clients.seconds_for(site.port, "/guidelines/") < 5
    for client in held[::2]:
        client.close()
    for _ in range(settings.WEB_THREADS + 2):
        assert clients.seconds_for(site.port, "/guidelines/") < 5
    waited = time.monotonic()
    while clients.held_by(site.pid, site.port) > idle:
        assert clients.seconds_for(site.port, "/guidelines/") < 5
        assert time.monotonic() - waited < 10 * PATIENCE, (
            f"{clients.held_by(site.pid, site.port) - idle} connections stay open"
        )
    assert "Traceback" not in site.log()
    assert "Exception" not in site.log()
    for client in held:
        client.close()


@pytest.fixture
def picture(thread: Thread, ines: Member) -> str:
    """The address of a picture in a public discussion."""
    chosen = add_picture(ines, f"reply:{thread.pk}")
    reply(thread, ines, pictures=[chosen])
    return reverse("picture", args=[chosen.name, "large"])


def test_clients_that_pipeline_and_leave_cost_no_page_thread(db: None) -> None:
    with site() as started:
        hold(started, clients.two_at_once, LARGE)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["file", "page", "picture", "missing", "form"])
def test_no_way_of_behaving_costs_a_page_thread(thread: Thread, picture: str, kind: str) -> None:
    paths = {"file": LARGE, "page": thread.get_absolute_url(), "picture": picture, "missing": f"{LARGE}.no"}
    path = paths.get(kind, reverse("account_login"))
    with site() as started:
        for way in clients.WAYS:
            hold(started, way, path)


@pytest.mark.long
def test_a_client_that_reads_slowly_but_steadily_gets_everything(db: None) -> None:
    size, steps = 8_000_000, 40
    with site() as started, clients.connected(started.port) as client:
        client.sendall(clients.HEAD.format(path=LARGE).encode())
        began, received = time.monotonic(), 0
        while received < size:
            piece = client.recv(size // steps)
            assert piece
            received += len(piece)
            while time.monotonic() - began < 3 * PATIENCE * received / size:
                assert clients.seconds_for(started.port, "/guidelines/") < 5

    assert received >= size
    assert time.monotonic() - began > 2 * PATIENCE


def test_an_address_has_no_more_connections_than_it_may(db: None) -> None:
    with site() as started:
        held = [clients.silent(started.port, "") for _ in range(MOST)]
        with clients.connected(started.port) as late:
            assert late.recv(1_000).startswith(b"HTTP/1.1 503 ")
        held.pop().close()
        while clients.is_refused(started.port):
            pass
        for client in held:
            client.close()


UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
VERSION = "Sec-WebSocket-Version: 13\r\n"
HANDSHAKES = {
    "a long address": ("GET /ws/?" + "a" * 9_000, UPGRADE + KEY + VERSION),
    "an address that is longer still": ("GET /ws/?" + "a" * 60_000, UPGRADE + KEY + VERSION),
    "a long header": ("GET /ws/", UPGRADE + KEY + VERSION + f"X-Long: {'a' * 9_000}\r\n"),
    "many headers": ("GET /ws/", UPGRADE + KEY + VERSION + "X-More: a\r\n" * 200),
    "another method": ("POST /ws/", UPGRADE + KEY + VERSION),
    "no key": ("GET /ws/", UPGRADE + VERSION),
    "half a key": ("GET /ws/", UPGRADE + "Sec-WebSocket-Key: abc\r\n" + VERSION),
    "another version": ("GET /ws/", UPGRADE + KEY + "Sec-WebSocket-Version: 7\r\n"),
    "no version": ("GET /ws/", UPGRADE + KEY),
    "nobody's": ("GET /ws/", UPGRADE + KEY + VERSION),
    "a page's address": ("GET /guidelines/", UPGRADE + KEY + VERSION),
}


def test_every_handshake_is_answered_or_its_connection_closed(db: None) -> None:
    with site() as started:
        idle = clients.held_by(started.pid, started.port)
        for name, (line, headers) in HANDSHAKES.items():
            with clients.connected(started.port) as client:
                client.sendall(f"{line} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode())
                answer = client.recv(1_000)
                assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), (name, answer)
        while clients.held_by(started.pid, started.port) > idle:
            assert clients.seconds_for(started.port, "/guidelines/") < 5
        assert "Traceback" not in started.log()


def test_whoever_asks_too_often_at_once_is_cut_off_without_an_error_in_the_log(db: None) -> None:
    with site() as started:
        for count in (17, 18, 20, 60):
            with clients.connected(started.port) as client:
                client.sendall(clients.HEAD.format(path="/guidelines/").encode() * count)
                while client.recv(100_000):
                    pass
        assert clients.seconds_for(started.port, "/guidelines/") < 5
        assert "ERROR" not in started.log()
