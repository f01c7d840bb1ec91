"""Say what a picture shows."""

from typing import TYPE_CHECKING
from uuid import UUID

from community.composing.models import ALT_LENGTH, Image

if TYPE_CHECKING:
    from community.members.models import Member


def describe(member: "Member", name: UUID, alt: str) -> bool:
    """Store the description of a member's pending picture, cut at ALT_LENGTH; whether there is such a picture."""
    unsent = Image.objects.visible_to(member).filter(name=name, source="")
    return bool(unsent.update(alt=words_of(alt)))


def words_of(alt: str) -> str:
    """The typed text as one line of at most ALT_LENGTH characters."""
    return " ".join(alt.replace("\0", " ").split())[:ALT_LENGTH].rstrip()
