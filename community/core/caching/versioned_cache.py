"""Cache any value while its version stays the same."""

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches


def key_of(*parts: object) -> str:
    """A short cache key from everything that distinguishes one value from another."""
    return hashlib.blake2b("\n".join(map(str, parts)).encode(), digest_size=16).hexdigest()


def get_or_build[Built](key: str, version: tuple[object, ...], build: Callable[[], Built]) -> Built:
    """Return the value cached under this key and version, or build and cache it.

    Read the version before building: a race can only cause one extra rebuild."""
    if not settings.PAGE_CACHE:
        return build()
    version = (*version, release())
    cached: tuple[object, Built] | None = caches["posts"].get(key)
    if cached and cached[0] == version:
        return cached[1]
    built = build()
    caches["posts"].set(key, (version, built), timeout=None)
    return built


_PARTS = ("community", "config", "templates", "locale")
_KINDS = {".py", ".html", ".mo", ".txt", ".toml"}


@cache
def release() -> str:
    """A short name for this code, these static files and these settings: it changes when any of them does."""
    digest = hashlib.blake2b(digest_size=8)
    for name in sorted(os.environ):
        if name.startswith("ALONGSIDE_"):
            digest.update(f"{name}={os.environ[name]}\n".encode())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    digest.update(manifest.read_bytes() if manifest.exists() else b"")
    for part in _PARTS:
        for path in sorted((settings.BASE_DIR / part).rglob("*")):
            if path.suffix in _KINDS:
                stat = path.stat()
                digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def of_this_release(key: str, prefix: str, version: int) -> str:
    """The key in a store that outlives this process, which another release must not read."""
    return f"{prefix}:{release()}:{version}:{key}"
