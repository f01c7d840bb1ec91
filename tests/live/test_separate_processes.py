"""Pages and sockets in separate server processes: what one stores reaches the sockets of the other.

No worker runs beside them, so nothing here comes from the sweep."""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from websockets.sync.client import connect

from config import pages
from tests.live.conftest import PATIENCE
from tests.live_site import start_site

POSTGRES = connection.vendor == "postgresql"
ON_ITS_SERVICES = [] if POSTGRES else [pytest.mark.services]  # services are available on PostgreSQL anyway


def cookies_of(client: Any) -> str:
    """Return the Cookie header of a browser, with a CSRF token."""
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={'a' * 32}"


def post(site, path, cookies, **fields):
    """Send a form and return the response's status."""
    there = HTTPConnection(site.url.removeprefix("http://"), timeout=PATIENCE)
    body = urlencode({"csrfmiddlewaretoken": "a" * 32, **fields})
    there.request("POST", path, body, {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"})
    status = there.getresponse().status
    there.close()
    return status


def wait_for(socket, **figures):
    """Read messages until the newest of each type has these figures: either type may come first."""
    found = {}
    while found != figures:
        message = json.loads(socket.recv(PATIENCE))
        found |= {name: message[name] for name in figures if name in message}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("through", ["rows", pytest.param("redis", marks=ON_ITS_SERVICES)])
def test_a_reply_reaches_the_open_page_and_the_followers_bell(request, through, as_member, thread, maria, ines):
    extra = {"ALONGSIDE_REDIS_URL": request.getfixturevalue("redis_url")} if through == "redis" else {}
    member_cookies, other = cookies_of(as_member(maria)), cookies_of(as_member(ines))
    processes = 2 if extra and POSTGRES else 1
    with start_site(dict(connection.settings_dict), processes=processes, **extra) as site:
        address = f"{site.url.replace('http', 'ws', 1)}/ws/?thread={thread.pk}"
        with connect(address, origin=site.url, additional_headers={"Cookie": member_cookies}) as socket:
            wait_for(socket, unread=0, last=1)
            assert socket.protocol.extensions == []  # compressing them would cost 40 KB of memory each

            for number in (2, 3):
                sent = {"body": f"Thinking of you, {number}.", "token": uuid4()}
                assert post(site, f"/discussions/{thread.pk}/reply/", other, **sent) == 302
                wait_for(socket, unread=1, last=number)
        assert "Traceback" not in site.log()
    assert maria.notifications.count() == 1


def test_several_processes_need_a_database_in_which_several_can_write(settings):
    settings.DATABASE_URL, settings.REDIS_URL = "", "redis://127.0.0.1/0"

    with pytest.raises(SystemExit, match="Several processes need PostgreSQL"):
        pages.main(["--processes", "2"])


def test_several_processes_need_a_shared_cache_for_rate_limits(settings):
    settings.DATABASE_URL, settings.REDIS_URL = "postgres://127.0.0.1/alongside", ""

    with pytest.raises(SystemExit, match="2 times as often"):
        pages.main(["--processes", "2"])


def test_a_single_process_for_pages_needs_neither(settings):
    settings.DATABASE_URL = settings.REDIS_URL = ""

    assert pages.problem_with(1) is None
