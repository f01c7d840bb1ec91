"""Only this site's own pages open a socket: Origin names scheme, host and port. Other addresses are closed quietly."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from config.asgi import application
from tests.live.conftest import PATIENCE, Socket, open_socket

pytestmark = pytest.mark.django_db(transaction=True)
in_thread = sync_to_async

OWN = [
    ("http", "testserver", "http://testserver"),
    ("http", "testserver", "http://testserver:80"),
    ("http", "testserver:80", "http://testserver"),
    ("http", "testserver:8000", "http://testserver:8000"),
    ("https", "testserver", "https://testserver"),
    ("https", "testserver", "https://testserver:443"),
    ("https", "testserver:8443", "https://testserver:8443"),
]
FOREIGN = [
    ("http", "testserver", "https://testserver"),
    ("https", "testserver", "http://testserver"),
    ("http", "testserver", "http://testserver:8000"),
    ("http", "testserver:8000", "http://testserver"),
    ("http", "testserver:8000", "http://testserver:8001"),
    ("https", "testserver", "https://testserver:8443"),
    ("https", "testserver", "http://testserver:443"),
    ("http", "testserver", "https://evil.example"),
    ("http", "testserver", "http://testserver.evil.example"),
    ("http", "testserver", "http://evil.example/testserver"),
    ("http", "testserver", "http://testserver@evil.example"),
    ("http", "testserver", "ws://testserver"),
    ("http", "testserver", "file://testserver"),
    ("http", "testserver", "testserver"),
    ("http", "testserver", "//testserver"),
    ("http", "testserver", "http://"),
    ("http", "testserver", "http://["),
    ("http", "testserver", "http://testserver:port"),
    ("http", "testserver", "null"),
    ("http", "testserver", ""),
    ("http", "testserver", None),
    ("http", "evil.example", "http://evil.example"),
    ("http", "", "http://"),
]


async def opens(browser: Any, scheme: str, host: str, origin: str | None) -> bool:
    """Return whether a page of this origin gets a socket of the member who is signed in here."""
    socket = open_socket(browser, origin=origin)
    headers = dict(socket.scope["headers"]) | {b"host": host.encode(), b"x-forwarded-proto": scheme.encode()}
    socket.scope["headers"] = list(headers.items())
    accepted, _ = await socket.connect(PATIENCE)
    if accepted:
        await socket.disconnect()
    return bool(accepted)


@pytest.fixture
def behind_a_proxy(settings: Any) -> None:
    """Let a proxy say whether a request came over HTTPS, as in production."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


async def test_a_page_of_this_site_has_a_socket(on_air: None, behind_a_proxy: None, as_member: Any, maria: Any) -> None:
    browser = await in_thread(as_member)(maria)

    assert [each for each in OWN if not await opens(browser, *each)] == []


async def test_a_page_of_another_site_has_none(on_air: None, behind_a_proxy: None, as_member: Any, maria: Any) -> None:
    browser = await in_thread(as_member)(maria)

    assert [each for each in FOREIGN if await opens(browser, *each)] == []


@pytest.mark.parametrize(
    "path", ["/", "/ws", "/ws/x/", "/WS/", "//ws/", "/discussions/1/", "/static/x", "/ws/\ufffd", ""]
)
async def test_a_socket_at_another_address_is_closed_quietly(
    on_air: None, as_member: Any, maria: Any, caplog: Any, path: str
) -> None:
    headers = open_socket(await in_thread(as_member)(maria)).scope["headers"]
    socket = Socket(application, path, headers)

    accepted, code = await socket.connect(PATIENCE)

    assert (accepted, code) == (False, 4403)
    assert caplog.records == []


@pytest.mark.parametrize("kind", ["webtransport", "mqtt", "http2", ""])
async def test_a_connection_of_an_unknown_kind_is_left_alone(kind: str) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await application({"type": kind, "headers": []}, asyncio.Queue[Any]().get, send)

    assert sent == []
