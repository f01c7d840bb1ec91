"""Statements that depend on who reads: what a kind of reader may see is written into them, who she is stays open."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from community.core.caching.compiled_query import Given, Prepared
from community.core.caching.viewer import ViewerTraits
from community.forum.models.group import Viewer


class ForReader:
    """A statement (core/caching/compiled_query.py) for guests, one for members, one for moderators, and for those who hide labels.

    `build` gets a stand-in for the reader, then the values."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.written: dict[tuple[bool, bool, bool], Prepared] = {}

    def rows(self, viewer: Viewer, **values: Given) -> list[tuple[Any, ...]]:
        """Run it for this viewer."""
        hides, moderates = (viewer.hides, viewer.moderates) if viewer.is_authenticated else (0, False)
        kind = (viewer.is_authenticated, moderates, bool(hides))
        if kind not in self.written:
            self.written[kind] = Prepared(self._for(*kind))
        return self.written[kind].rows(reader=viewer.pk or 0, hides=hides, **values)

    def first(self, viewer: Viewer, **values: Given) -> tuple[Any, ...] | None:
        """Run it for this viewer: the first row, None without one."""
        return next(iter(self.rows(viewer, **values)), None)

    def _for(self, member: bool, moderates: bool, hides_some: bool) -> Callable[..., QuerySet[Any, Any]]:
        def build(reader: int, hides: int, **values: Given) -> QuerySet[Any, Any]:
            stand_in = ViewerTraits(reader, member, moderates, hides if hides_some else 0)
            return self.build(stand_in, **values)

        return build
