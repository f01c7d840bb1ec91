"""Skip a store that is away or slow for a while: it holds up one request, not every one ("circuit breaker")."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 0.5  # the longest that a request waits for an answer
SLOW_SECONDS = 0.25  # an answer that takes longer counts as a failure: a page asks several times
SKIP_SECONDS = 10


class Away(ConnectionError):
    """The store did not answer a moment ago, so it is not asked."""


class CircuitBreaker:
    """The state of one store in this process, for all threads and event loops."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._skip_until = 0.0
        self._lock = threading.Lock()

    @contextmanager
    def asking(self, *failures: type[BaseException]) -> Iterator[None]:
        """Ask the store inside this block. Raises Away while it is skipped.

        After SKIP_SECONDS one caller tries again, while others still skip it. `failures` are the exceptions that mean
        that it is away; they are passed on."""
        self._enter()
        start = time.monotonic()
        try:
            yield
        except failures as failure:
            self._failed(type(failure).__name__)
            raise
        if time.monotonic() - start > SLOW_SECONDS:
            self._failed("slow")
        else:
            self._skip_until = 0.0

    def _enter(self) -> None:
        with self._lock:
            now = time.monotonic()
            if now < self._skip_until:
                raise Away(self.name)
            if self._skip_until:
                self._skip_until = now + SKIP_SECONDS

    def _failed(self, why: str) -> None:
        with self._lock:
            was_skipped, self._skip_until = bool(self._skip_until), time.monotonic() + SKIP_SECONDS
        if not was_skipped:
            log.warning(
                "%s does not answer (%s): it is skipped, and tried again every %s s", self.name, why, SKIP_SECONDS
            )


@cache
def breaker_for(name: str) -> CircuitBreaker:
    """Return the one breaker of a store in this process."""
    return CircuitBreaker(name)
