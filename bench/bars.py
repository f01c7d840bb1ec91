"""The figures to reach, and what peers reach with the same data set.

Peers were measured on a 2-core machine (AMD EPYC, PostgreSQL 15) on 2026-11-22 with wrk, 10 s after warm-up, 2 server
processes, 16 connections; the same machine gave BARE requests a second of bench/bare.py's 30 KB page in 2 processes.
Figures are compared in proportion to that ceiling: a peer would reach here what it reached there, times what
bench/bare.py reaches here, divided by BARE.
"""

from dataclasses import dataclass

BARE, BARE_PROCESSES, BARE_BYTES = 8_500, 2, 30_000
FLUXBB = {  # 1.5.11, requests a second
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

KEPT = 0.8  # a kept page, of a constant one after one statement
MADE = 0.08  # a page that is made for its reader, of a constant one
P50_MS = 3.0
KEPT_FLUXBB = 10
MADE_FLUXBB, MADE_NODEBB = 4, 10
STATEMENTS = {("discussion", "member"): 6, ("discussion", "guest"): 3, ("thread list", "member"): 6}
REPLY_STATEMENTS = 16
REPLY_MS, REPLY_P99_MS = 6, 15
MANY_FOLLOWERS = 3.0  # times as long as with few
MEMORY_MB = {1: 110, 2: 130}  # by the number of processes
LAST_PAGE = 1.05  # of the first one's time
GROWN = 1.3  # a million posts against fifty thousand
SOCKET_KB, EVENT_MS, LIVE_REPLY_MS = 64, 1000, 15


@dataclass(frozen=True)
class Bar:
    """One figure that should be at least, or at most, so much."""

    what: str
    figure: float
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool:
        """Whether it is."""
        return (self.least is None or self.figure >= self.least) and (self.most is None or self.figure <= self.most)

    def __str__(self) -> str:
        side, bar = (">=", self.least) if self.least is not None else ("<=", self.most)
        return f"{'' if self.met else 'NOT MET: '}{self.what} {self.figure:.3g} ({side} {bar:g})"
