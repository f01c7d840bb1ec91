"""Resolve refs such as "decision:12" (core/refs.py): decisions that a member may ask about."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from community.core.refs import ContentRef
from community.moderation.models import AuditEntry


class DecisionResolver:
    """Decisions about a member, each with a page for that member alone."""

    def describe(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """Describe the decisions among `pks` that are about the viewer. They have no title: the page says it all."""
        entries = AuditEntry.objects.about(viewer).filter(pk__in=pks).values_list("pk", flat=True)
        return {pk: ContentRef("", reverse("decision", args=[pk])) for pk in entries}

    def list_for(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """Describe the same decisions: they have no labels to mute."""
        return self.describe(pks, viewer)

    def visible_to(self, pk: int, viewer: Any) -> bool:
        """Return whether the decision is about the viewer."""
        return AuditEntry.objects.about(viewer).filter(pk=pk).exists()
