"""Run operations of many members concurrently, on real threads with a database connection each."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from community.forum import operations as forum
from community.forum.models import GroupTally, Post, Thread
from community.members.models import Member
from community.notifications.models import Event
from tests.acts import make_member, reply


def together[Result](acts: Sequence[Callable[[], Result]]) -> tuple[list[Result], float]:
    """Run all functions at once, each on its own thread; return results in order and the seconds it took.

    An exception in one is raised here."""
    ready = threading.Barrier(len(acts) + 1)

    def run(act: Callable[[], Result]) -> Result:
        try:
            connections["default"].ensure_connection()
            ready.wait(60)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        running = [pool.submit(run, act) for act in acts]
        ready.wait(60)
        started = time.perf_counter()
        results = [future.result() for future in running]
    return results, time.perf_counter() - started


def many_writers(thread: Thread, *, writers: int, replies: int) -> float:
    """Let this many members write this many replies each at once; check every figure, return the seconds it took."""
    members = [make_member(f"Writer{number}") for number in range(writers)]

    def write(member: Member) -> Callable[[], list[int | None]]:
        return lambda: [reply(thread, member, f"Reply {number}").number for number in range(replies)]

    numbers, seconds = together([write(member) for member in members])

    total = writers * replies
    given = sorted(number or 0 for mine in numbers for number in mine)
    assert given == list(range(2, total + 2))
    assert list(thread.posts.order_by("number").values_list("number", flat=True)) == list(range(1, total + 2))
    assert all(mine == sorted(mine) for mine in numbers)  # each member's own replies are in the order of writing
    thread.refresh_from_db()
    newest = Post.objects.get(thread=thread, number=total + 1)
    assert (thread.reply_count, thread.last_number) == (total, total + 1)
    assert (thread.last_poster, thread.last_activity_at) == (newest.author, newest.published_at)
    tally = GroupTally.objects.get(group=thread.group, audience=thread.audience)
    assert (tally.thread_count, tally.post_count) == (1, total + 1)
    assert Event.objects.count() == total
    assert not list(forum.recount(mend=False))
    return seconds
