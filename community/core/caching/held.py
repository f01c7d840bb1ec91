"""Hold one value in each process while its key, such as a version, stays the same.

For what is large and read as it is, such as the words of a search: a cache would copy it each time."""

from collections.abc import Callable
from threading import Lock
from typing import ClassVar
from weakref import WeakSet


class Held[Value]:
    """A value that is built again when its key changes; `pair` is the key with it, for whoever reads it often."""

    all: ClassVar["WeakSet[Held[object]]"] = WeakSet()

    def __init__(self) -> None:
        self._lock = Lock()
        self.pair: tuple[object, Value] | None = None
        Held.all.add(self)  # type: ignore[arg-type]

    def get(self, key: object, build: Callable[[], Value]) -> Value:
        """Return the value held for this key, or build it. Others wait meanwhile."""
        with self._lock:
            if self.pair is None or self.pair[0] != key:
                self.pair = key, build()
            return self.pair[1]

    def forget(self) -> None:
        """Build the value anew next time."""
        with self._lock:
            self.pair = None
