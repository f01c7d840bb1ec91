"""Static files need no page thread, and come with the headers that all answers have."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from community.core.http.static_files import StaticFiles
from config import asgi

CONTENT = b"body { color: black }\n" * 10_000
PATH = "/static/css/x.css"


@pytest.fixture
def files(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StaticFiles:
    """The application with one static file, and without pages."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "x.css").write_bytes(CONTENT)
    (tmp_path / "css" / "x.css.gz").write_bytes(b"compressed")
    found = StaticFiles()
    monkeypatch.setattr(asgi, "static_files", found)
    return found


async def ask(path: str = PATH, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the application; return status, headers and body."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    names = {"host": "testserver"} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in names.items()],
    }
    body = asyncio.Queue[Any]()
    body.put_nowait({"type": "http.request", "body": b"", "more_body": False})
    await asgi.application(scope, body.get, send)
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], answered, b"".join(message["body"] for message in sent[1:])


@pytest.fixture(autouse=True)
def no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a page thread would be needed."""

    async def refuse(*_: Any) -> None:
        raise AssertionError("a page thread was asked")

    monkeypatch.setattr(asgi, "pages", refuse)


async def test_a_file_comes_whole_with_the_security_headers(files: StaticFiles) -> None:
    status, headers, body = await ask()

    assert (status, body) == (200, CONTENT)
    assert headers["content-type"] == 'text/css; charset="utf-8"'
    assert headers["content-length"] == str(len(CONTENT))
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "max-age=60, public"
    assert headers["vary"] == "Accept-Encoding"


async def test_a_browser_gets_the_compressed_file_parts_and_what_has_changed(files: StaticFiles) -> None:
    _, headers, body = await ask(accept_encoding="gzip, br")
    assert (headers["content-encoding"], body) == ("gzip", b"compressed")
    status, headers, body = await ask(range="bytes=5-8")
    assert (status, headers["content-range"], body) == (206, f"bytes 5-8/{len(CONTENT)}", CONTENT[5:9])
    status, _, body = await ask(range="bytes=900000-900001")
    assert (status, body) == (416, b"")
    status, _, body = await ask(if_none_match=headers["etag"])
    assert (status, body) == (304, b"")
    status, headers, body = await ask(method="HEAD")
    assert (status, headers["content-length"], body) == (200, str(len(CONTENT)), b"")
    status, _, body = await ask(method="POST")
    assert (status, body) == (405, b"")


async def test_a_file_is_sent_to_https_like_every_page_and_a_wrong_host_is_refused(
    settings: Any, request: pytest.FixtureRequest
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    request.getfixturevalue("files")

    status, headers, _ = await ask()
    assert (status, headers["location"]) == (301, f"https://testserver{PATH}")
    status, _, _ = await ask(host="evil.example")
    assert status == 400


@pytest.mark.parametrize(
    "path", ["/static/", "/static/css/", "/static/css/x.css/", "/static/none.css", "/css/x.css", "/"]
)
async def test_what_is_no_file_is_left_to_the_pages(files: StaticFiles, path: str) -> None:
    with pytest.raises(AssertionError, match="a page thread was asked"):
        await ask(path)
