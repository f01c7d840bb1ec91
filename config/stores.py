"""Build the settings for databases, caches and channel layers."""

from pathlib import Path
from typing import Any

Config = dict[str, Any]

# PostgreSQL takes longer to plan a page's queries than to run them, so a query is prepared when a connection runs it
# for the fifth time. A pooler in transaction mode does not support this (docs/running.md).
PLAN_REUSE: Config = {"server_side_binding": True, "prepare_threshold": 5}


YEAR = 365 * 24 * 60 * 60  # seconds


def databases(configured: Config | None, folder: Path) -> dict[str, Config]:
    """Build DATABASES: the configured database, or a SQLite file in the folder."""
    sqlite: Config = {
        "ENGINE": "community.core.sqlite",
        "NAME": folder / "alongside.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;",
        },
        "TEST": {"NAME": str(folder / "test.sqlite3")},
    }
    if configured and configured["ENGINE"].endswith("postgresql"):
        configured = configured | {"OPTIONS": PLAN_REUSE | configured.get("OPTIONS", {})}
    return {"default": (configured or sqlite) | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}}


def caches(redis_url: str, pages: int) -> dict[str, Config]:
    """Build CACHES: rate limits, guests' `pages`, rendered `posts` and page shells, and small `parts`.

    Posts and parts are cached in each process, since a page reads a dozen; their versions make this safe.
    `pages` is the number of pages to store; 0 stores nothing."""
    memory: Config = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    # With Django's 300 entries a visitor could evict the counts of rate limits (core/http/limits.py). A page has about
    # 8 KB, the posts of a page 50 KB, a shell 20 KB, a part 1 KB: with 2,000 pages about 40 MB when all are full.
    sizes = {"default": 100_000, "pages": pages, "posts": pages // 5, "parts": 2 * pages}
    configs = {name: memory | {"LOCATION": name, "OPTIONS": {"MAX_ENTRIES": size}} for name, size in sizes.items()}
    if not pages:
        configs |= {
            name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in ("pages", "posts", "parts")
        }
    if redis_url:
        redis: Config = {"BACKEND": "community.core.caching.redis_or_memory.RedisOrMemoryCache", "LOCATION": redis_url}
        pages_in_redis = redis | {
            "KEY_FUNCTION": "community.core.caching.versioned_cache.of_this_release",
            "KEY_PREFIX": "pages",
        }
        configs |= {"default": redis, "pages": pages_in_redis}
    return configs


def channel_layers(redis_url: str) -> dict[str, Config]:
    """Build CHANNEL_LAYERS, which deliver socket messages."""
    if redis_url:
        backend = "community.core.redis_layer.BoundedRedisLayer"
        return {"default": {"BACKEND": backend, "CONFIG": {"hosts": [redis_url]}}}
    # A page may be open for days, and leaves its groups when it closes.
    return {"default": {"BACKEND": "community.core.memory_layer.MemoryLayer", "CONFIG": {"group_expiry": YEAR}}}
