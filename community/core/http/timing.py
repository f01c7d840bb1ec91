"""Answer after the same time, whatever there was to do."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

# Seconds: several times what writing a mail takes, so that its length does not show in the time
MAIL = 0.1


@contextmanager
def at_least(seconds: float) -> Iterator[None]:
    """Take this long, or longer if the work does: for work that differs a little and must not tell by how much."""
    end = time.monotonic() + seconds
    try:
        yield
    finally:
        time.sleep(max(0, end - time.monotonic()))
