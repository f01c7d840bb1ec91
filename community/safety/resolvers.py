"""Resolve refs such as "letter:5" (core/refs.py)."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from community.core.refs import ContentRef
from community.safety.models import Letter


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
