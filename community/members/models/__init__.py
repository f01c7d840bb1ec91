"""Members, whom they block, and limits on what they may do."""

from community.members.models.member import (
    EDITED_APPS,
    HUES,
    Block,
    Member,
    MemberManager,
    Role,
    display_name,
    mutes_now,
)
from community.members.models.sanction import Sanction, Scope

__all__ = [
    "EDITED_APPS",
    "HUES",
    "Block",
    "Member",
    "MemberManager",
    "Role",
    "Sanction",
    "Scope",
    "display_name",
    "mutes_now",
]
