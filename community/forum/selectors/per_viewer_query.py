"""Compiled queries that depend on what the viewer may see."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from community.core.caching.compiled_query import CompiledQuery, Parameter
from community.core.caching.viewer import ViewerTraits
from community.forum.models.group import Viewer

type Build = Callable[..., QuerySet[Any, Any]]


class PerViewerQuery:
    """One CompiledQuery each for guests, members and moderators, and for those of them who mute labels.

    `build` gets ViewerTraits in place of the viewer, then the values."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.compiled: dict[tuple[bool, bool, bool], CompiledQuery] = {}

    def rows(self, viewer: Viewer, **values: Parameter) -> list[tuple[Any, ...]]:
        """Run the query for this viewer."""
        kind = (False, False, False)
        if viewer.is_authenticated:
            kind = (True, viewer.moderates, bool(viewer.muted_labels))
            values["viewer_pk"] = viewer.pk or 0
            if viewer.muted_labels:
                values["muted_labels"] = viewer.muted_labels
        if kind not in self.compiled:
            self.compiled[kind] = CompiledQuery(self._build_for(*kind), known_true=["muted_labels"])
        return self.compiled[kind].rows(**values)

    def first(self, viewer: Viewer, **values: Parameter) -> tuple[Any, ...] | None:
        """Run the query for this viewer: the first row, None without one."""
        return next(iter(self.rows(viewer, **values)), None)

    def _build_for(self, member: bool, moderates: bool, mutes: bool) -> Build:
        def build(*, viewer_pk: int = 0, muted_labels: int = 0, **values: Parameter) -> QuerySet[Any, Any]:
            return self.build(ViewerTraits(viewer_pk, member, moderates, muted_labels), **values)

        return build
