"""Operations that change what pages show of a member, and what a member may do."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.core.exceptions import Conflict
from community.core.models import changing_site
from community.members.models import Member, Role

__all__ = ["change_account", "check_leaves_an_administrator", "save_about"]


class LastAdministrator(Conflict):
    """Nobody would be left who can change roles and settings."""

    def __init__(self) -> None:
        super().__init__(_("Nobody else is an administrator who may sign in. Please make somebody one first."))


def save_about(member: Member) -> None:
    """Store the description and avatar colour, and invalidate cached pages, where the avatar is beside every post."""
    with changing_site():
        member.save(update_fields=["about", "hue"])


def change_account(member: Member, *, role: str, is_active: bool) -> Member:
    """Store a member's role and whether they may sign in; every way to close an account or to change a role ends here.

    Returns the row with its former values kept in `member`. Raises LastAdministrator. Administrators are locked first,
    in one order, so that two who demote each other do not leave nobody."""
    with transaction.atomic(), changing_site():
        administrators = Member.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
        list(administrators.select_for_update(no_key=True).order_by("pk"))
        changed = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        check_leaves_an_administrator(changed, role=role, is_active=is_active)
        changed.role, changed.is_active = role, is_active
        changed.save(update_fields=["role", "is_active"])
    return changed


def check_leaves_an_administrator(member: Member, *, role: str, is_active: bool) -> None:
    """Raise LastAdministrator when no administrator could sign in after this change of `member`."""
    stays = role == Role.ADMINISTRATOR and is_active
    others = Member.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=member.pk)
    if member.administers and not stays and not others.exists():
        raise LastAdministrator
