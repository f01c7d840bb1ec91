"""Choose the stores of rows, counts, cached pages and socket messages from the settings."""

from pathlib import Path
from typing import Any

Config = dict[str, Any]

# PostgreSQL takes longer to plan the statements of a busy page than to run them. What runs for the fifth time over one
# connection is planned for good. A pooler that changes connections with each transaction must not have it
# (docs/running.md).
PLANNED_ONCE: Config = {"server_side_binding": True, "prepare_threshold": 5}


def databases(given: Config | None, folder: Path) -> dict[str, Config]:
    """The database that the environment names, or a SQLite file in the community's own folder."""
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
    if given and given["ENGINE"].endswith("postgresql"):
        given = given | {"OPTIONS": PLANNED_ONCE | given.get("OPTIONS", {})}
    return {"default": (given or sqlite) | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}}


def caches(redis_url: str, pages: int) -> dict[str, Config]:
    """Return the caches: `default` counts limits; guests' `pages`, `posts` with page shells, and small `parts`.

    Posts and parts stay in each process, since a page has a dozen of them. `pages` is how many pages; 0 stores none."""
    memory: Config = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    # Django's 300 entries would let a visitor push out the counts of limits (core/http/limits.py). A page has about
    # 8 KB, the posts of a page 50 KB, a shell 20 KB, a part 1 KB: with 2,000 pages about 40 MB when all is full.
    sizes = {"default": 100_000, "pages": pages, "posts": pages // 5, "parts": 2 * pages}
    found = {name: memory | {"LOCATION": name, "OPTIONS": {"MAX_ENTRIES": size}} for name, size in sizes.items()}
    if not pages:
        found |= {
            name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in ("pages", "posts", "parts")
        }
    if redis_url:
        redis: Config = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}
        built = redis | {
            "KEY_FUNCTION": "community.core.caching.versioned_cache.of_this_release",
            "KEY_PREFIX": "pages",
        }
        found |= {"default": redis, "pages": built}
    return found


def channel_layers(redis_url: str) -> dict[str, Config]:
    """Return the layer that carries socket messages to open pages."""
    if redis_url:
        backend = "channels_redis.pubsub.RedisPubSubChannelLayer"
        return {"default": {"BACKEND": backend, "CONFIG": {"hosts": [redis_url]}}}
    return {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
