"""Resolve keys such as "post:123" without importing the app that owns the row.

Lower layers (notifications, safety) store keys instead of foreign keys to higher layers. settings.REF_RESOLVERS maps a
key's prefix to a class with the methods of Resolver; a resolver implements those that are used for its prefix.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

LONGEST_KEY = 18  # digits that surely fit the database's 64 bits


@dataclass(frozen=True)
class ContentRef:
    """A referenced row as a viewer may see it; `context` is the key of what contains it, such as "thread:45"."""

    title: str
    url: str
    text: str = ""
    context: str = ""
    author: Any = None
    number: int = 0  # of a post
    follows: bool = False  # in a list: whether the viewer follows it
    mutes: bool = False  # in a list: whether the viewer mutes it


class Resolver(Protocol):
    """An app's answers about its own rows; rows that the viewer may not see are left out.

    `reportable` is true on those whose rows people may report to the moderators."""

    def describe(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """Describe the rows that the viewer may see, in one query."""

    def list_for(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """Describe them for a list: without those whose labels the viewer has muted."""

    def visible_to(self, pk: int, viewer: Any) -> bool:
        """Return whether the viewer may see the row now."""


def split(key: str) -> tuple[str, int]:
    """Split "post:123" into prefix and primary key.

    Raises ValueError for anything else, such as a number too large for the database."""
    prefix, _, pk = key.partition(":")
    if not (pk.isascii() and pk.isdecimal() and len(pk) <= LONGEST_KEY):
        raise ValueError(f"{key[:40]!r} names no row")
    return prefix, int(pk)


@cache
def resolver_for(prefix: str) -> Any:
    """Return the resolver for a prefix. Raises KeyError for an unknown one."""
    return import_string(settings.REF_RESOLVERS[prefix])()


def reportable(key: str) -> bool:
    """Return whether people may report rows with this key's prefix; False for an invalid key."""
    try:
        return bool(getattr(resolver_for(split(key)[0]), "reportable", False))
    except (KeyError, ValueError):
        return False


def visible(key: str, viewer: Any) -> bool:
    """Return whether the viewer may see the referenced row; False for an invalid key."""
    try:
        prefix, pk = split(key)
        return bool(resolver_for(prefix).visible_to(pk, viewer))
    except (KeyError, ValueError):
        return False


def describe(keys: Sequence[str], viewer: Any) -> dict[str, ContentRef]:
    """Describe the rows that the viewer may see, with one query per prefix."""
    return _resolve("describe", keys, viewer)


def list_for(keys: Sequence[str], viewer: Any) -> dict[str, ContentRef]:
    """Describe rows for a list: as describe(), without muted labels."""
    return _resolve("list_for", keys, viewer)


def _resolve(method: str, keys: Sequence[str], viewer: Any) -> dict[str, ContentRef]:
    by_prefix: dict[str, list[int]] = {}
    for key in keys:
        prefix, pk = split(key)
        by_prefix.setdefault(prefix, []).append(pk)
    return {
        f"{prefix}:{pk}": ref
        for prefix, pks in by_prefix.items()
        for pk, ref in getattr(resolver_for(prefix), method)(pks, viewer).items()
    }
