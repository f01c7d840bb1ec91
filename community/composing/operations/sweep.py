"""Let go of pictures that nobody posted."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from community.composing.models import Draft, Image
from community.composing.operations.take_away import forget

UNSENT_DAYS = 30
AT_ONCE = 500


def sweep_pictures() -> int:
    """Forget pictures that waited longer than UNSENT_DAYS, unless a draft still waits with them; how many they were."""
    draft = Draft.objects.filter(member=OuterRef("member"), draft_key=OuterRef("draft_key"))
    old = Image.objects.filter(source="", added_at__lt=timezone.now() - timedelta(days=UNSENT_DAYS))
    swept = 0
    while pks := list(old.exclude(Exists(draft)).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        swept += forget(pks)
    return swept
