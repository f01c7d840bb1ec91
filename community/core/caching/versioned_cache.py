"""What is made once for many and kept in this process while its version stays the same."""

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches


def key_of(*parts: object) -> str:
    """A short key for all that tells one thing that is kept from another."""
    return hashlib.blake2b("\n".join(map(str, parts)).encode(), digest_size=16).hexdigest()


def get_or_build[Built](key: str, version: tuple[object, ...], build: Callable[[], Built]) -> Built:
    """What `make` gave before under this key and version, else what it gives now.

    `version` was read before: what is newer than it is made once more, never the reverse."""
    if not settings.PAGE_CACHE:
        return build()
    version = (*version, release())
    found: tuple[object, Built] | None = caches["posts"].get(key)
    if found and found[0] == version:
        return found[1]
    built = build()
    caches["posts"].set(key, (version, built), timeout=None)
    return built


_PARTS = ("community", "config", "templates", "locale")
_KINDS = {".py", ".html", ".mo", ".txt", ".toml"}


@cache
def release() -> str:
    """A short name for this code, these static files and these settings; another one after any of them changed."""
    said = hashlib.blake2b(digest_size=8)
    for name in sorted(os.environ):
        if name.startswith("ALONGSIDE_"):
            said.update(f"{name}={os.environ[name]}\n".encode())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    said.update(manifest.read_bytes() if manifest.exists() else b"")
    for part in _PARTS:
        for path in sorted((settings.BASE_DIR / part).rglob("*")):
            if path.suffix in _KINDS:
                stat = path.stat()
                said.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return said.hexdigest()


def of_this_release(key: str, prefix: str, version: int) -> str:
    """The name under which a store that outlives this process keeps something made by it."""
    return f"{prefix}:{release()}:{version}:{key}"
