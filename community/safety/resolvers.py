"""What "letter:5" means, for whoever knows it by its key (core/refs.py)."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from community.core.refs import ContentRef
from community.safety.models import Letter


class LetterResolver:
    """Letters are for moderators alone, and are read in their queue."""

    def describe(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """The letters among `pks`, for a moderator; nothing for anybody else."""
        if not self._reads(viewer):
            return {}
        return {
            letter.pk: ContentRef(_("A message to the team"), reverse("queue"), letter.text)
            for letter in Letter.objects.filter(pk__in=pks)
        }

    def list_for(self, pks: Collection[int], viewer: Any) -> dict[int, ContentRef]:
        """The same: nobody hides work."""
        return self.describe(pks, viewer)

    def visible_to(self, pk: int, viewer: Any) -> bool:
        """Whether the viewer is a moderator and the letter is there."""
        return self._reads(viewer) and Letter.objects.filter(pk=pk).exists()

    def _reads(self, viewer: Any) -> bool:
        return bool(viewer.is_authenticated and viewer.moderates)
