"""Resolve what drafts belong to, through the resolvers of higher layers (core/refs.py)."""

from collections.abc import Collection
from typing import Any, Protocol

from community.core.refs import ContentRef, resolver_for, split


class WritingResolver(Protocol):
    """An app's answer about rows that members can write in."""

    def writing_at(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """Describe the rows among `pks` that the viewer may write in: their title and the address of the form."""


def writable(prefix: str) -> bool:
    """Return whether members can write in rows with this prefix."""
    try:
        return hasattr(resolver_for(prefix), "writing_at")
    except KeyError:
        return False


def may_write(key: str, viewer: Any) -> bool:
    """Return whether the viewer may add a text to this row, or edit it, now."""
    try:
        prefix, pk = split(key)
        resolver = resolver_for(prefix)
    except (KeyError, ValueError):
        return False
    if hasattr(resolver, "may_edit"):
        return bool(resolver.may_edit(pk, viewer))
    return writable(prefix) and bool(resolver.visible_to(pk, viewer))


def describe_keys(keys: Collection[str], viewer: Any) -> dict[str, ContentRef]:
    """Describe what drafts belong to, without what the viewer may not see; one query per prefix."""
    by_prefix: dict[str, list[int]] = {}
    for prefix, pk in map(split, keys):
        by_prefix.setdefault(prefix, []).append(pk)
    return {
        f"{prefix}:{pk}": ref
        for prefix, pks in by_prefix.items()
        for pk, ref in resolver_for(prefix).writing_at(pks, viewer).items()
    }
