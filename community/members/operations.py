"""The verbs that write what pages show of a member."""

from community.core.models import changing_site
from community.members.models import Member

__all__ = ["save_about"]


def save_about(member: Member) -> None:
    """Save what a member says about themselves and the colour of their picture, which stands beside every post."""
    with changing_site():
        member.save(update_fields=["about", "hue"])
