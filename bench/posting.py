"""Measure the cost of a reply, from the request until its followers' rows are written; few followers, and many.

It runs inside a community (bench/inside.py). Times are CPU milliseconds, so that disk and other processes do not count:
of the whole process until the followers' rows are written, and of the request's thread.
"""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any

from bench import bars
from bench.bars import Bar

FEW, MANY = 5, 5_000  # followers
REPLIES = int(os.environ.get("BENCH_REPLIES", "200"))
MANY_REPLIES = 30  # each writes thousands of rows


def main() -> dict[str, Any]:
    """Reply to a thread with few followers and, in turn, to one with many; return milliseconds and queries."""
    from django.conf import settings

    from bench.viewers import sign_in
    from community.members.models import Member

    # Of a real member it would be a flood.
    settings.POSTS_PER_MINUTE = settings.POSTS_PER_HOUR = settings.CHANGES_PER_MINUTE = 10**6
    author = Member.objects.create_user("writer", "writer@example.org", "a long calm evening")
    client = sign_in(author)
    few, many = _followed(author, FEW), _followed(author, MANY)
    with _sockets():
        rows: dict[str, list[dict[str, float]]] = {"few": [], "many": []}
        for number in range(REPLIES + 5):
            rows["few"].append(_reply(client, few))
            if number % (REPLIES // min(MANY_REPLIES, REPLIES)) == 0:
                rows["many"].append(_reply(client, many))
        statements = _statements(client, few)
    summary = {
        name: _summarise(runs[5:] if name == "few" else runs[1:]) for name, runs in rows.items()
    }  # after warm-up
    return summary | {"followers": {"few": FEW, "many": MANY}, "statements": statements}


def report(replies: dict[str, Any]) -> None:
    """Print a line per engine and number of followers, with the targets."""
    print(f"\n{'a reply, ms of the process':38}{'median':>8}{'p99':>8}{'request':>9}{'wall':>8}")
    for engine, found in replies.items():
        for name, followers in found["followers"].items():
            row = found[name]
            head = f"{engine:11}{followers:,} followers"
            print(f"{head:38}{row['median']:8.2f}{row['p99']:8.2f}{row['request']:9.2f}{row['wall']:8.2f}")
        few = found["few"]
        targets = [
            Bar("median", few["median"], most=bars.REPLY_MS),
            Bar("p99", few["p99"], most=bars.REPLY_P99_MS),
            Bar("request with many / few", found["many"]["request"] / few["request"], most=bars.MANY_FOLLOWERS),
            Bar("statements", found["statements"], most=bars.REPLY_STATEMENTS),
        ]
        print("           " + "; ".join(map(str, targets)))


def _followed(author: Any, count: int) -> Any:
    """Start a thread that `count` members follow and have not read."""
    from uuid import uuid4

    from community.core.text import richtext
    from community.forum import operations as forum
    from community.forum.models import Follow, Group
    from community.members.models import Member

    group = Group.objects.filter(audience="public")[0]
    opening = forum.start_thread(
        group, author=author, title=f"Followed by {count}", text=richtext.from_plain("How are you?"), token=uuid4()
    )
    names = [f"follower-{count}-{number}" for number in range(count)]
    Member.objects.bulk_create([Member(username=name, email=f"{name}@example.org") for name in names], batch_size=500)
    followers = Member.objects.filter(username__startswith=f"follower-{count}-")
    Follow.objects.bulk_create([Follow(thread=opening.thread, member=who) for who in followers], batch_size=500)
    return opening.thread


def _reply(client: Any, thread: Any) -> dict[str, float]:
    """Send a reply and wait until the followers' rows are written; return milliseconds."""
    from community.notifications import socket_messages

    sent = _form(client, thread)
    wall, process, own = time.perf_counter(), time.process_time(), time.thread_time()
    answer = client.post(f"/discussions/{thread.pk}/reply/", sent, headers={"host": "127.0.0.1"})
    own, wall = time.thread_time() - own, time.perf_counter() - wall
    assert answer.status_code == 302, answer.status_code
    if socket_messages._background:
        socket_messages._background.submit(lambda: None).result()
    return {"process": (time.process_time() - process) * 1e3, "request": own * 1e3, "wall": wall * 1e3}


def _form(client: Any, thread: Any) -> dict[str, str]:
    """Build the form data after loading the page with the form, as a browser does, which marks posts as read."""
    import random
    from uuid import uuid4

    from bench.peer_dataset import body

    page = client.get(f"{thread.get_absolute_url()}?page=last", headers={"host": "127.0.0.1"})
    assert page.status_code == 200, page.status_code
    return {"body": body(random.Random(str(time.time_ns()))), "token": str(uuid4())}


def _statements(client: Any, thread: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.viewers import TRANSACTION

    sent = _form(client, thread)
    with CaptureQueriesContext(connection) as captured:
        client.post(f"/discussions/{thread.pk}/reply/", sent, headers={"host": "127.0.0.1"})
    return sum(not TRANSACTION.match(query["sql"]) for query in captured.captured_queries)


def _summarise(rows: list[dict[str, float]]) -> dict[str, float]:
    process = [row["process"] for row in rows]
    return {
        "median": median(process),
        "p99": quantiles(process, n=100, method="inclusive")[98],
        "request": median(row["request"] for row in rows),
        "wall": median(row["wall"] for row in rows),
    }


@contextmanager
def _sockets() -> Iterator[None]:
    """Attach an event loop as in the web process: replies expand in the background and send socket messages to it."""
    from community.notifications import socket_messages

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    socket_messages.attach(loop)
    try:
        yield
    finally:
        socket_messages.detach()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
