"""What members may do with each other. `check_*` raise PermissionDenied; `can_*` answer for templates."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from community.members.models import Member


def can_block(viewer: Any, member: "Member") -> bool:
    """Whether to offer blocking: no moderator, whose decisions must arrive, and not oneself."""
    return viewer.is_authenticated and viewer.pk != member.pk and not member.moderates


def check_can_block(viewer: "Member", member: "Member") -> None:
    """Raise PermissionDenied for a moderator, and for oneself."""
    if not can_block(viewer, member):
        raise PermissionDenied(_("You can’t block yourself or a moderator."))
