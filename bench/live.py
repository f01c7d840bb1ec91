"""`make bench-live`: the memory of open pages, and how soon they receive the message about a reply.

Many idle sockets: the web process's memory per socket. One reply in a thread that thousands have open: the time until
each has its message. Single replies: the time until another member has the message. A reply in a thread that thousands
follow, a thousand of them connected: the time of its own request, beside that of one with few followers, and until the
last follower has the new unread count.
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
AT_ONCE = 20  # connections opened at the same time
TO_FOLLOWERS = int(os.environ.get("BENCH_TO_FOLLOWERS", "10"))  # replies
SPARE = 200  # other open files of both processes


async def open_sockets(web: Web, cookies: Sequence[str], count: int, thread: int | None) -> list[ClientConnection]:
    """Open sockets of the members in turn, and read their first messages; `thread` is the open page's, if any."""
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
    """Send a reply as a browser does. Raises AssertionError when it is rejected."""
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


async def message_after(socket: ClientConnection, began: float, kind: str = "thread") -> float:
    """Wait for the next message of a kind; return milliseconds since `began`."""
    while True:
        message = await socket.recv()
        if f'"type":"{kind}"' in str(message).replace(" ", ""):
            return (time.perf_counter() - began) * 1e3


async def delivery_times(web: Web, thread: int, cookie: str, sockets: Sequence[ClientConnection]) -> list[float]:
    """Send a reply; return the milliseconds until each socket has its message."""
    began = time.perf_counter()
    tasks = [asyncio.create_task(message_after(socket, began)) for socket in sockets]
    await post(web, thread, cookie)
    return await asyncio.wait_for(asyncio.gather(*tasks), timeout=60)


async def notify_followers(web: Web, members: dict[str, Any]) -> dict[str, float]:
    """Reply to few followers and to many in turn, with connected ones; return milliseconds."""
    few, many, author = members["few"], members["many"], members["author"]
    requests: dict[int, list[float]] = {few: [], many: []}
    last = []
    async with AsyncExitStack() as stack:
        connected = await open_sockets(web, members["cookies"], len(members["cookies"]), None)
        stack.push_async_callback(_close, connected)
        for _ in range(TO_FOLLOWERS + 1):
            began = time.perf_counter()
            await post(web, few, author)
            requests[few].append((time.perf_counter() - began) * 1e3)
            await asyncio.sleep(0.5)  # its followers are notified
            began = time.perf_counter()
            waiting = [asyncio.create_task(message_after(socket, began, "inbox")) for socket in connected]
            await post(web, many, author)
            requests[many].append((time.perf_counter() - began) * 1e3)
            last.append(max(await asyncio.wait_for(asyncio.gather(*waiting), timeout=60)))
    return {
        "connected_followers": len(members["cookies"]),
        "few_followers_ms": median(requests[few][1:]),
        "many_followers_ms": median(requests[many][1:]),
        "last_follower_ms": median(last[1:]),
        "last_follower_worst_ms": max(last[1:]),
    }


async def measure(web: Web, members: dict[str, Any]) -> dict[str, float]:
    """Run all three measurements."""
    cookies, author, thread = members["cookies"], members["author"], members["thread"]
    await _close(await open_sockets(web, cookies, AT_ONCE, thread))  # warm-up
    async with AsyncExitStack() as stack:
        one = await open_sockets(web, cookies, 1, thread)
        stack.push_async_callback(_close, one)
        single = [(await delivery_times(web, thread, author, one))[0] for _ in range(REPLIES + 3)][3:]
    before = web.memory()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(_close, await open_sockets(web, cookies, IDLE, None))
        each = (web.memory() - before) * 1024 / IDLE
    async with AsyncExitStack() as stack:
        watching = await open_sockets(web, cookies, WATCHERS, thread)
        stack.push_async_callback(_close, watching)
        events = [await delivery_times(web, thread, author, watching) for _ in range(3)]
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
    """Print the three results with their targets."""
    each = Bar("KB each", found["kb_each"], most=bars.SOCKET_KB)
    event = Bar("p99 ms", found["event_p99_ms"], most=bars.EVENT_MS)
    reply = Bar("median ms", found["reply_p50_ms"], most=bars.LIVE_REPLY_MS)
    print(f"{engine:11}{found['sockets']:,} idle sockets: {each}")
    request = Bar("times", found["many_followers_ms"] / found["few_followers_ms"], most=bars.MANY_FOLLOWERS)
    last = Bar("worst ms", found["last_follower_worst_ms"], most=bars.LAST_FOLLOWER_MS)
    half = found["event_p50_ms"]
    print(f"{engine:11}one reply to {found['watchers']:,} who have it open: p50 {half:.0f} ms; {event}")
    print(f"{engine:11}a reply's own request with 5,000 followers, as with 5: {request}")
    print(
        f"{engine:11}until the last of {found['connected_followers']:,} connected followers has the count: "
        f"{last}; median {found['last_follower_ms']:.0f} ms"
    )
    print(f"{engine:11}from sending a reply to another's message: {reply}; p99 {found['reply_p99_ms']:.1f} ms")


def allow_files() -> None:
    """Raise the limit of open files to the maximum; if that is too low, say so and open fewer sockets."""
    global IDLE, WATCHERS
    _, limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    if limit - SPARE < max(IDLE, WATCHERS):
        print(f"This machine allows {limit:,} open files, so there are fewer sockets than wanted.", file=sys.stderr)
        IDLE, WATCHERS = min(IDLE, limit - SPARE), min(WATCHERS, limit - SPARE)


def main() -> int:
    """Measure on each engine, print, and write var/bench/live.json."""
    allow_files()
    results: dict[str, dict[str, float]] = {}
    with stages(engines()) as communities:
        for stage in communities:
            results[stage.engine] = _measure(stage)
            report(stage.engine, results[stage.engine])
    write("live", results)
    return 0


def _measure(stage: Stage) -> dict[str, float]:
    stage.manage("generate_community", "--posts=2000", "--threads=100", "--members=500")
    members = stage.ask("watchers")
    followers = stage.ask("followers")
    with stage.web() as web:
        return asyncio.run(measure(web, members)) | asyncio.run(notify_followers(web, followers))


async def _close(sockets: Sequence[ClientConnection]) -> None:
    await asyncio.gather(*(socket.close() for socket in sockets))


if __name__ == "__main__":
    sys.exit(main())
