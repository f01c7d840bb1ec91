"""A cache in Redis that never fails: while Redis is away or slow, this process's memory stands in.

Cached pages carry their version and limits count their uses, so nothing is wrong in either store: a page is rendered
once more, and a limit counts from zero in each process.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

from community.core.circuit_breaker import TIMEOUT_SECONDS, breaker_for

MEMORY_ENTRIES = 2_000


def store_name(url: str) -> str:
    """Name a Redis for the log: its address without the password."""
    parts = urlsplit(url)
    return f"Redis at {parts.hostname}:{parts.port or 6379}"


class RedisOrMemoryCache(BaseCache):
    """Django's cache in Redis with a time limit; each call that fails is answered by a cache in memory."""

    def __init__(self, url: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        limits = {"socket_timeout": TIMEOUT_SECONDS, "socket_connect_timeout": TIMEOUT_SECONDS}
        self._redis = RedisCache(url, {**params, "OPTIONS": {**limits, "retry": Retry(NoBackoff(), 0)}})
        memory = {**params, "OPTIONS": {"MAX_ENTRIES": MEMORY_ENTRIES}}
        self._memory = LocMemCache(f"instead of {url} {params.get('KEY_PREFIX', '')}", memory)
        self._breaker = breaker_for(store_name(url))

    def _ask(self, ask: Callable[[BaseCache], Any]) -> Any:
        """Any error means that this is no Redis that works: redis-py raises AttributeError at some broken answers."""
        try:
            with self._breaker.asking(Exception):
                return ask(self._redis)
        except Exception:
            return ask(self._memory)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or the default."""
        return self._ask(lambda cache: cache.get(key, default, version))

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """Return those of the values that are cached."""
        keys = list(keys)
        return dict(self._ask(lambda cache: cache.get_many(keys, version)))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Return whether the key is cached."""
        return bool(self._ask(lambda cache: cache.has_key(key, version)))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store the value unless there is one; return whether it did."""
        return bool(self._ask(lambda cache: cache.add(key, value, timeout, version)))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store the value."""
        self._ask(lambda cache: cache.set(key, value, timeout, version))

    def set_many(
        self, data: Mapping[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[Any]:
        """Store several values; return the keys that were not stored: none."""
        return list(self._ask(lambda cache: cache.set_many(dict(data), timeout, version)))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a number. Raises ValueError where there is none, as in the store that has stood in just now."""

        def add(cache: BaseCache) -> int | None:
            try:
                return cache.incr(key, delta, version)
            except ValueError:
                return None

        number: int | None = self._ask(add)
        if number is None:
            raise ValueError(f"Key {key!r} not found")
        return number

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Delete the value; return whether there was one."""
        return bool(self._ask(lambda cache: cache.delete(key, version)))

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        """Delete several values."""
        keys = list(keys)
        self._ask(lambda cache: cache.delete_many(keys, version))

    def clear(self) -> None:
        """Delete everything, in both stores."""
        self._memory.clear()
        self._ask(lambda cache: cache.clear())


def _delegated(name: str) -> Callable[..., Any]:
    def method(self: RedisOrMemoryCache, *given: Any, **named: Any) -> Any:
        return self._ask(lambda cache: getattr(cache, name)(*given, **named))

    method.__name__ = name
    return method


for _name in ("touch",):  # Django's word for a new timeout, which is another thing here
    setattr(RedisOrMemoryCache, _name, _delegated(_name))
