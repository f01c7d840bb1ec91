"""`make bench-live`: what open pages cost, and how soon they hear of a reply.

Many sockets that hear nothing: the web process's memory for each. One reply in a discussion that thousands have open:
when each of their messages is there. Replies one by one: when another member's message is there.
"""

import asyncio
import os
import resource
import secrets
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect

from bench import bars
from bench.bars import Bar
from bench.stage import Stage, Web, engines, stages, write

IDLE = int(os.environ.get("BENCH_SOCKETS", "5000"))
WATCHERS = int(os.environ.get("BENCH_WATCHERS", "2000"))
REPLIES = int(os.environ.get("BENCH_REPLIES", "50"))
AT_ONCE = 20  # connections that are being opened
SPARE = 200  # files that both processes need besides


async def open_sockets(web: Web, cookies: Sequence[str], count: int, thread: int | None) -> list[ClientConnection]:
    """So many sockets, of the members in turn, each past its first messages: on a page of `thread`, or on another."""
    gate = asyncio.Semaphore(AT_ONCE)
    address = f"{web.address.replace('http', 'ws', 1)}/ws/" + (f"?thread={thread}" if thread else "")

    async def one(number: int) -> ClientConnection:
        headers = {"Cookie": cookies[number % len(cookies)]}
        async with gate:
            socket = await connect(
                address,
                origin=web.address,
                additional_headers=headers,
                ping_interval=None,
                open_timeout=60,  # type: ignore[arg-type]
            )
            for _ in range(2 if thread else 1):
                await socket.recv()
            return socket

    return await asyncio.gather(*(one(number) for number in range(count)))


async def post(web: Web, thread: int, cookie: str) -> None:
    """Send a reply as a browser does. Raises AssertionError when it is not taken."""
    token = secrets.token_hex(16)
    sent = {"body": f"Thinking of you. {token}", "token": token, "csrfmiddlewaretoken": token}
    body = urlencode(sent).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(web.address.rpartition(":")[2]))
    head = [
        f"POST /discussions/{thread}/reply/ HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: {cookie}; csrf={token}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    writer.write("\r\n".join([*head, "", ""]).encode() + body)
    answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 302"), answer[:500]


async def frame_after(socket: ClientConnection, began: float) -> float:
    """Milliseconds from `began` until the next message about the thread is here."""
    while True:
        said = await socket.recv()
        if '"thread"' in str(said):
            return (time.perf_counter() - began) * 1e3


async def reply_heard(web: Web, thread: int, cookie: str, sockets: Sequence[ClientConnection]) -> list[float]:
    """Milliseconds until each socket has the message of one reply."""
    began = time.perf_counter()
    waiting = [asyncio.create_task(frame_after(socket, began)) for socket in sockets]
    await post(web, thread, cookie)
    return await asyncio.wait_for(asyncio.gather(*waiting), timeout=60)


async def measure(web: Web, people: dict[str, Any]) -> dict[str, float]:
    """All three, one after the other."""
    cookies, author, thread = people["cookies"], people["author"], people["thread"]
    await _close(await open_sockets(web, cookies, AT_ONCE, thread))  # what the first of all costs is not theirs
    async with AsyncExitStack() as stack:
        one = await open_sockets(web, cookies, 1, thread)
        stack.push_async_callback(_close, one)
        single = [(await reply_heard(web, thread, author, one))[0] for _ in range(REPLIES + 3)][3:]
    before = web.memory()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(_close, await open_sockets(web, cookies, IDLE, None))
        each = (web.memory() - before) * 1024 / IDLE
    async with AsyncExitStack() as stack:
        watching = await open_sockets(web, cookies, WATCHERS, thread)
        stack.push_async_callback(_close, watching)
        events = [await reply_heard(web, thread, author, watching) for _ in range(3)]
    halves = [median(event) for event in events]
    ends = [quantiles(event, n=100, method="inclusive")[98] for event in events]
    return {
        "sockets": IDLE,
        "kb_each": each,
        "watchers": WATCHERS,
        "event_p50_ms": median(halves),
        "event_p99_ms": median(ends),
        "reply_p50_ms": median(single),
        "reply_p99_ms": quantiles(single, n=100, method="inclusive")[98],
    }


def report(engine: str, found: dict[str, float]) -> None:
    """Three lines."""
    each = Bar("KB each", found["kb_each"], most=bars.SOCKET_KB)
    event = Bar("p99 ms", found["event_p99_ms"], most=bars.EVENT_MS)
    reply = Bar("median ms", found["reply_p50_ms"], most=bars.LIVE_REPLY_MS)
    print(f"{engine:11}{found['sockets']:,} idle sockets: {each}")
    half = found["event_p50_ms"]
    print(f"{engine:11}one reply to {found['watchers']:,} who have it open: p50 {half:.0f} ms; {event}")
    print(f"{engine:11}from sending a reply to another's message: {reply}; p99 {found['reply_p99_ms']:.1f} ms")


def allow_files() -> None:
    """Raise the limit of open files as far as it may be; say so, and open fewer sockets, where that is not enough."""
    global IDLE, WATCHERS
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if most - SPARE < max(IDLE, WATCHERS):
        print(f"This machine allows {most:,} open files, so there are fewer sockets than wanted.", file=sys.stderr)
        IDLE, WATCHERS = min(IDLE, most - SPARE), min(WATCHERS, most - SPARE)


def main() -> int:
    """Measure on each engine, print, write var/bench/live.json."""
    allow_files()
    found: dict[str, dict[str, float]] = {}
    with stages(engines()) as some:
        for stage in some:
            found[stage.engine] = _measure(stage)
            report(stage.engine, found[stage.engine])
    write("live", found)
    return 0


def _measure(stage: Stage) -> dict[str, float]:
    stage.manage("generate_community", "--posts=2000", "--threads=100", "--members=500")
    people = stage.ask("watchers")
    with stage.web() as web:
        return asyncio.run(measure(web, people))


async def _close(sockets: Sequence[ClientConnection]) -> None:
    await asyncio.gather(*(socket.close() for socket in sockets))


if __name__ == "__main__":
    sys.exit(main())
