"""Serve constant pages by WSGI in uvicorn, without Django; its rate makes machines comparable."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from a2wsgi import WSGIMiddleware

from bench.prose import page_of

page = cache(page_of)


def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer /bench/constant/30000/ with 30,000 bytes."""
    body = page(int(environ["PATH_INFO"].strip("/").rpartition("/")[2]))
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


pages = WSGIMiddleware(answer)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer HTTP only, and ignore lifespan events."""
    if scope["type"] == "http":
        await pages(scope, receive, send)
