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
    idle = clients.held_by(site.pid)
    held = [client for _ in range(CLIENTS) if (client := way(site.port, path))]
    for _ in range(3):
        assert clients.seconds_for(site.port, "/guidelines/") < 5
    for client in held[::2]:
        client.close()
    for _ in range(settings.WEB_THREADS + 2):
        assert clients.seconds_for(site.port, "/guidelines/") < 5
    waited = time.monotonic()
    while clients.held_by(site.pid) > idle:
        assert clients.seconds_for(site.port, "/guidelines/") < 5
        assert time.monotonic() - waited < 10 * PATIENCE, f"{clients.held_by(site.pid) - idle} connections stay open"
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
