"""Switch a member's toasts on or off."""

from typing import TYPE_CHECKING

from community.notifications.models import Preferences
from community.notifications.operations.plan import preferences_of

if TYPE_CHECKING:
    from community.members.models import Member


def show_toasts(member: "Member", *, shows: bool) -> None:
    """Store whether the member wants to see at once, on an open page, what arrives."""
    preferences_of({member.pk})  # whoever has none gets a row with the defaults
    Preferences.objects.filter(pk=member.pk).update(shows_toasts=shows)
