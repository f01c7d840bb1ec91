"""Performance targets, and the measurements of peers with the same data set.

Peers were measured on a 2-core machine (AMD EPYC, PostgreSQL 15) on 2026-11-22 with wrk, 10 s after warm-up, 2 server
processes, 16 connections; the same machine served BARE requests per second of bench/bare.py's 30 KB page with 2
processes. To compare on another machine, a peer's rate is scaled by the rate of bench/bare.py there, divided by BARE.
"""

from dataclasses import dataclass

BARE, BARE_PROCESSES, BARE_BYTES = 8_500, 2, 30_000
FLUXBB = {  # 1.5.11, requests per second
    ("thread list", "guest"): 168,
    ("discussion, first", "guest"): 179,
    ("discussion, first", "member"): 166,
    ("discussion, middle", "member"): 154,
}
NODEBB = {  # 4.9.2
    ("thread list", "guest"): 134,
    ("discussion, first", "guest"): 84,
    ("discussion, first", "member"): 57,
    ("discussion, middle", "member"): 54,
}

CACHED = 0.8  # rate of a cached page, relative to a constant page with one query
RENDERED = 0.08  # rate of a page rendered for its viewer, relative to a constant page
P50_MS = 3.0
SEARCH_MS = {"sqlite": 20.0, "postgresql": 12.0}  # the whole page, for a word in any share of the posts
CACHED_FLUXBB = 10
RENDERED_FLUXBB, RENDERED_NODEBB = 4, 10
STATEMENTS = {("discussion", "member"): 6, ("discussion", "guest"): 3, ("thread list", "member"): 6}
REPLY_STATEMENTS = 16
REPLY_MS, REPLY_P99_MS = 6, 15
SCREENED_POSTS, HOSTILE_MS = 10_000, 1_000  # a second on one core; of one pattern with the longest post
MANY_FOLLOWERS = 3.0  # times the duration with few followers
MEMORY_MB = {1: 110, 2: 130}  # by the number of processes
LAST_PAGE = 1.05  # times the duration of the first page
GROWN = 1.3  # times the duration, with a million posts instead of fifty thousand
SOCKET_KB, EVENT_MS, LIVE_REPLY_MS = 64, 1000, 15
LAST_FOLLOWER_MS = 2_000  # of a thousand connected, where five thousand follow


@dataclass(frozen=True)
class Bar:
    """A measurement with its lower or upper target."""

    what: str
    figure: float
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool:
        """Return whether the target is met."""
        return (self.least is None or self.figure >= self.least) and (self.most is None or self.figure <= self.most)

    def __str__(self) -> str:
        side, bar = (">=", self.least) if self.least is not None else ("<=", self.most)
        return f"{'' if self.met else 'NOT MET: '}{self.what} {self.figure:.3g} ({side} {bar:g})"
