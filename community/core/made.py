"""What is made once for many and kept in this process while its version stays the same."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches

from community.core.release import release


def key_of(*parts: object) -> str:
    """A short key for all that tells one thing that is kept from another."""
    return hashlib.blake2b("\n".join(map(str, parts)).encode(), digest_size=16).hexdigest()


def made_once[Made](key: str, version: tuple[object, ...], make: Callable[[], Made]) -> Made:
    """What `make` gave before under this key and version, else what it gives now.

    `version` was read before: what is newer than it is made once more, never the reverse."""
    if not settings.PAGE_CACHE:
        return make()
    version = (*version, release())
    found: tuple[object, Made] | None = caches["posts"].get(key)
    if found and found[0] == version:
        return found[1]
    made = make()
    caches["posts"].set(key, (version, made), timeout=None)
    return made
