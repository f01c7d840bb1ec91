"""What members may do with each other. `check_*` raise PermissionDenied; `can_*` answer for templates."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from community.core.text.dates import format_moment

if TYPE_CHECKING:
    from community.members.models import Member


def can_block(viewer: Any, member: "Member") -> bool:
    """Whether to offer blocking: no moderator, whose decisions must arrive, and not oneself."""
    return viewer.is_authenticated and viewer.pk != member.pk and not member.is_in_team


def check_can_block(viewer: "Member", member: "Member") -> None:
    """Raise PermissionDenied for a moderator, and for oneself."""
    if not can_block(viewer, member):
        raise PermissionDenied(_("You can’t block yourself or a moderator."))


def read_only_sentence(member: "Member") -> str:
    """Say until when a member who is read only may not write."""
    ends = [end for end in (member.read_only_until, member.suspended_until) if end]
    return _("You can read here, but you can’t write until %(end)s.") % {"end": format_moment(max(ends))}


def check_may_write(member: "Member") -> None:
    """Raise PermissionDenied while the member is read only."""
    if member.is_read_only:
        raise PermissionDenied(read_only_sentence(member))


def check_may_change_profile(member: "Member") -> None:
    """Raise PermissionDenied while the member is suspended. Signing in, reading and exporting stay theirs."""
    if member.is_suspended and member.suspended_until:
        end = format_moment(member.suspended_until)
        raise PermissionDenied(_("You can’t change your profile until %(end)s.") % {"end": end})
