"""Delete pictures that are not posted."""

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
    """Delete a member's pending picture; return whether there was one."""
    return bool(
        delete_pending(Image.objects.visible_to(member).filter(name=name, source="").values_list("pk", flat=True))
    )


def delete_pending(pks: Iterable[int]) -> int:
    """Delete those of these pictures that are not posted; return how many. Their files follow after the commit."""
    with transaction.atomic():
        pending = Image.objects.select_for_update().filter(pk__in=list(pks), source="")
        names = dict(pending.values_list("pk", "name"))
        Image.objects.filter(pk__in=names).delete()
        transaction.on_commit(partial(files.delete, list(names.values())))
    return len(names)
