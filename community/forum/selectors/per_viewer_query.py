"""Compiled queries that depend on what the viewer may see."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from community.core.caching.compiled_query import CompiledQuery, NotCompilable, Parameter
from community.core.caching.viewer import ViewerTraits
from community.forum.models.group import Viewer

type Build = Callable[..., QuerySet[Any, Any]]


class _NoLabels(int):
    """In place of the viewer's muted labels in a query that does not depend on them."""

    def __bool__(self) -> bool:
        raise NotCompilable("This query uses muted_labels. Compile it with uses_labels=True.")


class PerViewerQuery:
    """One CompiledQuery each for guests, members and moderators, and for those of them who mute labels.

    `build` gets ViewerTraits in place of the viewer, then the values. Pass uses_labels=False when it does not depend on
    the labels that the viewer mutes: a wrong choice raises NotCompilable either way."""

    def __init__(self, build: Build, *, uses_labels: bool = True) -> None:
        self.build, self.uses_labels = build, uses_labels
        self.compiled: dict[tuple[bool, bool, bool], CompiledQuery] = {}

    def rows(self, viewer: Viewer, **values: Parameter) -> list[tuple[Any, ...]]:
        """Run the query for this viewer."""
        kind = (False, False, False)
        if viewer.is_authenticated:
            mutes = self.uses_labels and bool(viewer.muted_labels)
            kind = (True, viewer.moderates, mutes)
            values["viewer_pk"] = viewer.pk or 0
            if mutes:
                values["muted_labels"] = viewer.muted_labels
        if kind not in self.compiled:
            self.compiled[kind] = CompiledQuery(self._build_for(*kind), known_true=["muted_labels"])
        return self.compiled[kind].rows(**values)

    def first(self, viewer: Viewer, **values: Parameter) -> tuple[Any, ...] | None:
        """Run the query for this viewer: the first row, None without one."""
        return next(iter(self.rows(viewer, **values)), None)

    def _build_for(self, member: bool, moderates: bool, mutes: bool) -> Build:
        no_labels = 0 if self.uses_labels else _NoLabels()

        def build(*, viewer_pk: int = 0, muted_labels: int = no_labels, **values: Parameter) -> QuerySet[Any, Any]:
            return self.build(ViewerTraits(viewer_pk, member, moderates, muted_labels), **values)

        return build
