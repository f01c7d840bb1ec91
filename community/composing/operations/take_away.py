"""Take away pictures that are not posted."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from community.composing.models import Image
from community.composing.pictures import files

if TYPE_CHECKING:
    from community.members.models import Member


def take_away(member: "Member", name: UUID) -> bool:
    """Delete a member's pending picture; whether there was one."""
    return bool(forget(Image.objects.visible_to(member).filter(name=name, source="").values_list("pk", flat=True)))


def forget(pks: Iterable[int]) -> int:
    """Forget these pictures if they are still not posted, and their files once that is certain; how many they were."""
    with transaction.atomic():
        found = Image.objects.select_for_update().filter(pk__in=list(pks), source="")
        names = dict(found.values_list("pk", "name"))
        Image.objects.filter(pk__in=names).delete()
        transaction.on_commit(partial(files.forget, list(names.values())))
    return len(names)
