"""Compare the pictures of a form that was sent twice."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from community.composing.models import Image
from community.composing.operations.attach import Chosen
from community.composing.operations.take_away import delete_pending
from community.composing.pictures import files

if TYPE_CHECKING:
    from community.members.models import Member


def are_shown(member: "Member", chosen: Sequence[Chosen], shown: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a post that shows the pictures `shown` (as in Post.images) shows all `chosen` ones.

    A form sent twice with a file has stored it twice, and the files are encoded alike: such a second picture is deleted
    when all are shown."""
    names = {str(image["name"]) for image in shown}
    new = [picture.name for picture in chosen if str(picture.name) not in names]
    if not new:
        return True
    drawn = {_drawing(UUID(name)) for name in names}
    if not all(_drawing(name) in drawn for name in new):
        return False
    delete_pending(Image.objects.visible_to(member).filter(name__in=new, source="").values_list("pk", flat=True))
    return True


def _drawing(name: UUID) -> bytes:
    try:
        return files.read(name, "small")
    except FileNotFoundError:
        return name.bytes  # equal to no other
