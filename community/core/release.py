"""What this process runs: kept pages of another release, or of other settings, are not its own."""

import hashlib
import os
from functools import cache
from pathlib import Path

from django.conf import settings

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
