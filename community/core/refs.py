"""What a key such as "post:123" means, asked without knowing which app answers.

Lower floors (notifications, safety) keep keys instead of foreign keys upwards. settings.REF_RESOLVERS maps a key's prefix
to a class with the methods below; each floor asks only for those that it needs.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class ContentRef:
    """One thing as a viewer may see it: what to call it, where it stands (also as a key), what it says."""

    title: str
    url: str
    text: str = ""
    context: str = ""
    author: Any = None


class Resolver(Protocol):
    """What an app tells of its own rows. A row that the viewer may not see is left out of the answer."""

    def describe(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """The rows among `pks` that the viewer may see, in one statement."""

    def list_for(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """The same without what the viewer does not want to meet now (not today), for lists."""

    def visible_to(self, pk: int, viewer: Any) -> bool:
        """Whether the viewer may see the row now."""


def split(key: str) -> tuple[str, int]:
    """Take "post:123" apart. Raises ValueError for what is not a key."""
    prefix, _, pk = key.partition(":")
    return prefix, int(pk)


@cache
def resolver_for(prefix: str) -> Any:
    """The source that answers for keys with this prefix. Raises KeyError for an unknown one."""
    return import_string(settings.REF_RESOLVERS[prefix])()


def visible(key: str, viewer: Any) -> bool:
    """Whether the viewer may see what the key names; False for a key that names nothing."""
    try:
        prefix, pk = split(key)
        return bool(resolver_for(prefix).visible_to(pk, viewer))
    except (KeyError, ValueError):
        return False


def describe(keys: Sequence[str], viewer: Any) -> dict[str, ContentRef]:
    """Describe many keys, one statement a prefix; keys of what the viewer may not see are left out."""
    return _ask("describe", keys, viewer)


def list_for(keys: Sequence[str], viewer: Any) -> dict[str, ContentRef]:
    """As describe(), for a list: also what the viewer does not want to meet now is left out."""
    return _ask("list_for", keys, viewer)


def _ask(question: str, keys: Sequence[str], viewer: Any) -> dict[str, ContentRef]:
    by_prefix: dict[str, list[int]] = {}
    for key in keys:
        prefix, pk = split(key)
        by_prefix.setdefault(prefix, []).append(pk)
    return {
        f"{prefix}:{pk}": described
        for prefix, pks in by_prefix.items()
        for pk, described in getattr(resolver_for(prefix), question)(pks, viewer).items()
    }
