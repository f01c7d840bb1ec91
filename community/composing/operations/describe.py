"""Store the description of a picture."""

from typing import TYPE_CHECKING
from uuid import UUID

from community.composing.models import ALT_LENGTH, Image

if TYPE_CHECKING:
    from community.members.models import Member


def describe(member: "Member", name: UUID, alt: str) -> bool:
    """Store the description of a member's pending picture; return whether there is one."""
    unsent = Image.objects.visible_to(member).filter(name=name, source="")
    return bool(unsent.update(alt=clean_alt(alt)))


def clean_alt(alt: str) -> str:
    """Collapse whitespace and cut at ALT_LENGTH characters."""
    return " ".join(alt.replace("\0", " ").split())[:ALT_LENGTH].rstrip()
