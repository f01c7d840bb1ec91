"""ASGI app that serves a constant page of a given size, as the lower bound for a page's time."""

import random
import string
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

HEAD = (
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=width=device-width><title>.</title>"
)
RANDOM = random.Random(7)  # seeded: the same letters each time, which gzip hardly shrinks


async def app(
    scope: Mapping[str, Any],
    receive: Callable[[], Awaitable[Any]],
    send: Callable[[Mapping[str, Any]], Awaitable[None]],
) -> None:
    """Answer /12000 with a page of twelve thousand bytes."""
    if scope["type"] != "http":
        return
    size = int(scope["path"].strip("/") or 0)
    text = "".join(RANDOM.choices(string.ascii_letters + "      ", k=max(size - len(HEAD) - 8, 0)))
    page = f"{HEAD}<p>{text}</p>".encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(page)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": page})
