"""Resolve refs such as "letter:5" (core/refs.py)."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from community.core.caching.compiled_query import CompiledQuery
from community.core.refs import ContentRef
from community.safety.models import Case, Letter

LATEST_CHANGE = CompiledQuery(lambda: Case.objects.order_by("-changed_at").values_list("changed_at")[:1])


class CaseResolver:
    """The moderators' queue, for lower layers: its pages refer to cases by their own addresses."""

    def latest_change(self) -> int:
        """Return when a case changed last, in microseconds; 0 before the first."""
        changed = LATEST_CHANGE.first()
        return int(changed[0].timestamp() * 1_000_000) if changed else 0


class LetterResolver:
    """Letters, which only moderators may read, in their queue."""

    def describe(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """Describe the letters among `pks` for a moderator; nothing for others."""
        if not self._may_read(viewer):
            return {}
        return {
            letter.pk: ContentRef(_("A message to the team"), reverse("queue"), letter.text)
            for letter in Letter.objects.filter(pk__in=pks)
        }

    def list_for(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """Describe the same letters: they have no labels to mute."""
        return self.describe(pks, viewer)

    def visible_to(self, pk: int, viewer: Any) -> bool:
        """Return whether the viewer is a moderator and the letter exists."""
        return self._may_read(viewer) and Letter.objects.filter(pk=pk).exists()

    def _may_read(self, viewer: Any) -> bool:
        return bool(viewer.is_authenticated and viewer.moderates)
