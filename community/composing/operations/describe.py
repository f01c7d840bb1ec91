"""Store the description of a picture."""

from typing import TYPE_CHECKING
from uuid import UUID

from community.composing.models import ALT_LENGTH, Image
from community.core.text.characters import clean_line, has_something_to_see
from community.core.text.graphemes import cut

if TYPE_CHECKING:
    from community.members.models import Member


def describe(member: "Member", name: UUID, alt: str) -> bool:
    """Store the description of a member's pending picture; return whether there is one."""
    unsent = Image.objects.visible_to(member).filter(name=name, source="")
    return bool(unsent.update(alt=clean_alt(alt)))


def clean_alt(alt: str) -> str:
    """Clean the line and collapse its spaces; at most ALT_LENGTH characters. Empty if it has nothing to see."""
    line = cut(" ".join(clean_line(alt.replace("\0", " ")).split()), ALT_LENGTH).rstrip()
    return line if has_something_to_see(line) else ""
