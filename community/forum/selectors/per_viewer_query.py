"""Statements that depend on who reads: what a kind of viewer_pk may see is compiled into them, who she is stays open."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from community.core.caching.compiled_query import CompiledQuery, Parameter
from community.core.caching.viewer import ViewerTraits
from community.forum.models.group import Viewer


class PerViewerQuery:
    """A statement (core/caching/compiled_query.py) for guests, one for members, one for moderators, and for those who hide labels.

    `build` gets a stand-in for the viewer_pk, then the values."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.compiled: dict[tuple[bool, bool, bool], CompiledQuery] = {}

    def rows(self, viewer: Viewer, **values: Parameter) -> list[tuple[Any, ...]]:
        """Run it for this viewer."""
        muted_labels, moderates = (viewer.muted_labels, viewer.moderates) if viewer.is_authenticated else (0, False)
        kind = (viewer.is_authenticated, moderates, bool(muted_labels))
        if kind not in self.compiled:
            self.compiled[kind] = CompiledQuery(self._for(*kind))
        return self.compiled[kind].rows(viewer_pk=viewer.pk or 0, muted_labels=muted_labels, **values)

    def first(self, viewer: Viewer, **values: Parameter) -> tuple[Any, ...] | None:
        """Run it for this viewer: the first row, None without one."""
        return next(iter(self.rows(viewer, **values)), None)

    def _for(self, member: bool, moderates: bool, mutes_some: bool) -> Callable[..., QuerySet[Any, Any]]:
        def build(viewer_pk: int, muted_labels: int, **values: Parameter) -> QuerySet[Any, Any]:
            traits = ViewerTraits(viewer_pk, member, moderates, muted_labels if mutes_some else 0)
            return self.build(traits, **values)

        return build
