"""Delete pictures that were never posted."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from community.composing.models import Draft, Image
from community.composing.operations.take_away import delete_pending

UNSENT_DAYS = 30
BATCH = 500


def sweep_pictures() -> int:
    """Delete pictures that have been pending for UNSENT_DAYS without a draft; return how many."""
    draft = Draft.objects.filter(member=OuterRef("member"), draft_key=OuterRef("draft_key"))
    old = Image.objects.filter(source="", added_at__lt=timezone.now() - timedelta(days=UNSENT_DAYS))
    deleted = 0
    while pks := list(old.exclude(Exists(draft)).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        deleted += delete_pending(pks)
    return deleted
