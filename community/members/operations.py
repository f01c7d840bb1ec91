"""Operations that change what pages show of a member, what a member may do, and their second factor."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from community.core.exceptions import Conflict
from community.core.models import changing_site
from community.members.models import Block, Member, Role
from community.members.second_step import matching_step

__all__ = ["accept_code", "change_account", "check_leaves_an_administrator", "record_step", "save_about"]

# The key in an authenticator's data under which the step of the last accepted code is stored
LAST_STEP = "last_step"


class LastAdministrator(Conflict):
    """Nobody would be left who can change roles and settings."""

    def __init__(self) -> None:
        super().__init__(_("This is the only administrator who can sign in. Make someone else an administrator first."))


def save_about(member: Member) -> None:
    """Store the description, whether the search finds the member, and the avatar's colour, which each post shows.

    No cached page has the description. A new colour bumps only the pages with the member's posts: one member must not
    have every page of the site rendered again."""
    with transaction.atomic():
        old_hue = Member.objects.filter(pk=member.pk).values_list("hue", flat=True).first()
        member.save(update_fields=["about", "hue", "findable"])
        if member.hue != old_hue:
            bump_threads_of: Callable[[int], None] = import_string(settings.PAGES_OF_MEMBER)
            bump_threads_of(member.pk)


def accept_code(member: Member, code: str) -> Authenticator | None:
    """Accept a code of the app or a recovery code, each once; return what it belongs to, None for a wrong code.

    The row is locked, so that of two requests with the same code one is refused (RFC 6238, 5.2)."""
    with transaction.atomic():
        rows = {row.type: row for row in Authenticator.objects.select_for_update().filter(user_id=member.pk)}
        app, recovery = rows.get(Authenticator.Type.TOTP), rows.get(Authenticator.Type.RECOVERY_CODES)
        if app:
            app.user = member
            step = matching_step(decrypt(app.data["secret"]), code, after=app.data.get(LAST_STEP, -1))
            if step is not None:
                record_step(app, step)
                return app
        if recovery and recovery.wrap().validate_code(code):
            recovery.refresh_from_db()
            recovery.user = member
            return recovery
    return None


def record_step(app: Authenticator, step: int) -> None:
    """Store the step of a code that was accepted: neither it nor an earlier one is accepted again."""
    app.data[LAST_STEP] = step
    app.save(update_fields=["data"])


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
        if changed.moderates:  # nobody blocks a moderator
            Block.objects.filter(blocked=changed).delete()
    return changed


def check_leaves_an_administrator(member: Member, *, role: str, is_active: bool) -> None:
    """Raise LastAdministrator when no administrator could sign in after this change of `member`."""
    stays = role == Role.ADMINISTRATOR and is_active
    others = Member.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=member.pk)
    if member.administers and not stays and not others.exists():
        raise LastAdministrator
