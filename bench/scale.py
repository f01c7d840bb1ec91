"""`make bench-scale`: the same pages in a small community and in one with a million posts.

Both are generated (manage.py generate_community) and served at the same time; the runs alternate, so that other load on
the machine affects both. The result is the larger community's duration as a multiple of the smaller one's.
"""

import os
import sys
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from bench import bars, load
from bench.bars import Bar
from bench.pages import CACHED, GUEST, MANY, MEMBER, Served
from bench.stage import Stage, engines, stages, write
from tests import services

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "50000 1000000").split()]
POSTS_A_THREAD, POSTS_A_MEMBER = 20, 10
PAGES = [
    ("thread list", CACHED),
    ("thread list", GUEST),
    ("thread list", MEMBER),
    ("discussion, first", CACHED),
    ("discussion, first", GUEST),
    ("discussion, first", MEMBER),
    ("discussion, last full", MEMBER),
    ("longest, first", MEMBER),
    ("longest, middle", MEMBER),
    ("front page", GUEST),
    ("front page", MEMBER),
    ("education page", GUEST),
    *((f"search, generated, {share}", reader) for share in ("14%", "5%", "0.5%") for reader in (GUEST, MEMBER)),
]
LAST = [(name, reader) for name in ("discussion", "longest") for reader in (GUEST, MEMBER)]


@dataclass(frozen=True)
class Compared:
    """Two pages that should take equally long: requests per second, queries, and the ratio of durations."""

    engine: str
    name: str
    reader: str
    small: float
    large: float
    statements: tuple[int, int]
    times: Bar


def compare(one: tuple[Served, str], other: tuple[Served, str], reader: str, most: float) -> Compared:
    """Run both pages in turn; compute the duration of `other` as a multiple of that of `one`."""
    both = [(served.web.address + served.path(name), served.headers(reader)) for served, name in (one, other)]
    for address, headers in both:
        load.pull(address, connections=MANY, headers=headers, seconds=1)  # warm-up
    runs = [
        [load.pull(address, connections=MANY, headers=headers).rate for address, headers in both]
        for _ in range(load.RUNS)
    ]
    small, large = (median(run[side] for run in runs) for side in (0, 1))
    counted = [served.readers["pages"][name][reader] for served, name in (one, other)]
    times = median(run[0] / run[1] for run in runs)
    bar = Bar("times as long", times, most=most)
    return Compared(one[0].stage.engine, one[1], reader, small, large, (counted[0], counted[1]), bar)


def generate(stage: Stage, posts: int) -> None:
    """Generate so many posts, with threads and members in proportion."""
    print(f"Generating {posts:,} posts on {stage.engine}:", file=sys.stderr)
    sizes = {"posts": posts, "threads": posts // POSTS_A_THREAD, "members": posts // POSTS_A_MEMBER}
    stage.manage("generate_community", *(f"--{name}={count}" for name, count in sizes.items()))


def measure(served: list[Served]) -> list[Compared]:
    """Compare each page between the communities, then last pages with first pages in the larger one."""
    small, large = served[0], served[-1]
    results = []
    for name, reader in PAGES:
        if all(name in each.readers["pages"] for each in (small, large)):
            results.append(compare((small, name), (large, name), reader, bars.GROWN))
            report(results[-1])
    print(f"{small.stage.engine:11}in the larger one, the last full page against the first:")
    for name, reader in LAST:
        if f"{name}, first" in large.readers["pages"]:
            first, last = f"{name}, first", f"{name}, last full"
            results.append(compare((large, first), (large, last), reader, bars.LAST_PAGE))
            report(results[-1])
    return results


def report(row: Compared) -> None:
    """Print a line of the table."""
    small, large = row.statements
    print(
        f"{row.engine:11}{row.name:24}{row.reader:14}{small:6}{large:6}{row.small:10.0f}{row.large:10.0f}  {row.times}",
        flush=True,
    )


def main() -> int:
    """Generate, measure, print, and write var/bench/scale.json; 1 when a program is missing."""
    try:
        services.find("wrk", package="wrk")
    except services.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    rows: list[Compared] = []
    for engine in engines():
        with stages([engine], copies=len(SIZES)) as communities, ExitStack() as stack:
            for stage, posts in zip(communities, SIZES, strict=True):
                generate(stage, posts)
            served = [_served(stage, stack) for stage in communities]
            sizes = " and ".join(f"{size:,}" for size in SIZES)
            print(f"\n{engine}, {sizes} posts{'statements':>{38 - len(sizes)}}{'requests a second':>22}")
            rows += measure(served)
    about: dict[str, Any] = {"seconds": load.SECONDS, "runs": load.RUNS, "posts": SIZES}
    write("scale", {"how": about, "pages": [asdict(row) for row in rows]})
    return 0


def _served(stage: Stage, stack: ExitStack) -> Served:
    readers = stage.ask("viewers")
    return Served(stage, readers, stack.enter_context(stage.web()))


if __name__ == "__main__":
    sys.exit(main())
