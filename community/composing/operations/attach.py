"""Attach to a post the pictures that its author chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from community.composing.models import Image
from community.composing.operations.add_picture import PICTURES
from community.composing.operations.describe import clean_alt

if TYPE_CHECKING:
    from community.members.models import Member


@dataclass(frozen=True)
class Chosen:
    """A picture in a submitted form, with its description."""

    name: UUID
    alt: str = ""


def attach(source: str, member: "Member | None", chosen: Sequence[Chosen]) -> list[dict[str, Any]]:
    """Attach the chosen pictures to the post `source`; return what Post.images stores of them, in that order.

    Call it in the post's transaction. A picture that another post uses meanwhile, or of another member, is left out.
    Pictures that the post no longer shows stay attached for its revisions; the post decides who may see them."""
    if not chosen or member is None:
        return []
    names = [picture.name for picture in chosen]
    own = Image.objects.select_for_update().visible_to(member).filter(Q(source="") | Q(source=source), name__in=names)
    rows = {row.name: row for row in own.order_by("pk")}
    shown: list[dict[str, Any]] = []
    for picture in chosen:
        row = rows.pop(picture.name, None)
        if row is None or len(shown) == PICTURES:
            continue
        row.source, row.alt = source, clean_alt(picture.alt)
        row.save(update_fields=["source", "alt"])
        shown.append({"name": str(row.name), "alt": row.alt, "width": row.width, "height": row.height})
    return shown
