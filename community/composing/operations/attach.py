"""Give a post the pictures that its author chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from community.composing.models import Image
from community.composing.operations.add_picture import PICTURES
from community.composing.operations.describe import words_of

if TYPE_CHECKING:
    from community.members.models import Member


@dataclass(frozen=True)
class Chosen:
    """A picture in a submitted form, with its description."""

    name: UUID
    alt: str = ""


def attach(source: str, member: "Member | None", chosen: Sequence[Chosen]) -> list[dict[str, Any]]:
    """What the post `source` keeps of its pictures from now on, in the order chosen.

    Within the post's own transaction: a picture that another post uses by now, or of another member, is left out.
    Those that the post had and has no more stay with it for its history: what may be seen, the post itself says."""
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
        row.source, row.alt = source, words_of(picture.alt)
        row.save(update_fields=["source", "alt"])
        shown.append({"name": str(row.name), "alt": row.alt, "width": row.width, "height": row.height})
    return shown
