"""What drafts belong to, asked of higher layers by key (core/refs.py)."""

from collections.abc import Collection
from typing import Any, Protocol

from community.core.refs import ContentRef, resolver_for, split


class WritingResolver(Protocol):
    """What an app tells of a draft_key where people write."""

    def writing_at(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """The draft_keys among `pks` where the viewer may go on: what they are called, and the address of the form."""


def writable(prefix: str) -> bool:
    """Whether keys with this prefix are draft_keys where people write."""
    try:
        return hasattr(resolver_for(prefix), "writing_at")
    except KeyError:
        return False


def may_write(key: str, viewer: Any) -> bool:
    """Whether the viewer may write for this key now: something new, or an edit of what is there."""
    try:
        prefix, pk = split(key)
        resolver = resolver_for(prefix)
    except (KeyError, ValueError):
        return False
    if hasattr(resolver, "may_edit"):
        return bool(resolver.may_edit(pk, viewer))
    return writable(prefix) and bool(resolver.visible_to(pk, viewer))


def describe_keys(keys: Collection[str], viewer: Any) -> dict[str, ContentRef]:
    """Describe what drafts belong to, one statement a prefix; what the viewer may no longer see is left out."""
    by_prefix: dict[str, list[int]] = {}
    for prefix, pk in map(split, keys):
        by_prefix.setdefault(prefix, []).append(pk)
    return {
        f"{prefix}:{pk}": draft_key
        for prefix, pks in by_prefix.items()
        for pk, draft_key in resolver_for(prefix).writing_at(pks, viewer).items()
    }
