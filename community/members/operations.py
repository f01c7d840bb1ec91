"""Operations that change what pages show of a member."""

from community.core.models import changing_site
from community.members.models import Member

__all__ = ["save_about"]


def save_about(member: Member) -> None:
    """Store the description and avatar colour, and invalidate cached pages, where the avatar is beside every post."""
    with changing_site():
        member.save(update_fields=["about", "hue"])
