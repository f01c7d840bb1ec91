"""Operations that change what pages show of a member, what a member may do, and their second factor."""

from collections.abc import Callable
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from community.core.exceptions import Conflict
from community.core.models import changing_site
from community.members.models import Block, Member, Role, Sanction, Scope
from community.members.second_step import matching_step

__all__ = [
    "accept_code",
    "change_account",
    "change_end",
    "check_leaves_an_administrator",
    "end_sanction",
    "impose_sanction",
    "record_step",
    "resume_sanction",
    "save_about",
]

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
        if changed.is_active and changed.is_in_team:  # nobody blocks a moderator
            Block.objects.filter(blocked=changed).delete()
    return changed


def check_leaves_an_administrator(member: Member, *, role: str, is_active: bool) -> None:
    """Raise LastAdministrator when no administrator could sign in after this change of `member`."""
    stays = role == Role.ADMINISTRATOR and is_active
    others = Member.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=member.pk)
    others = others.exclude(suspended_until__gt=timezone.now())
    if member.administers and not stays and not others.exists():
        raise LastAdministrator


def impose_sanction(
    member: Member, *, scope: str, until: datetime | None, text: str, by: Member, note: str = "", case: str = ""
) -> Sanction:
    """Limit what a member may do; without a scope and an end, store a warning.

    Raises Conflict for an end that has passed, and when the same limit is in force already."""
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        if until is not None:
            _check_is_to_come(until)
        if scope and member.sanctions.in_force().filter(scope=scope).exists():
            raise Conflict(_("This limit is already in force. You can change its end."))
        fields = {"scope": scope, "ends_at": until, "text": text, "note": note, "by": by, "case": case}
        sanction = Sanction.objects.create(member=member, **fields)
        _store_ends(member)
    return sanction


def end_sanction(sanction: Sanction, *, by: Member) -> Sanction:
    """End a limit early, or take a warning back. Raises Conflict when it has been ended."""
    with transaction.atomic():
        sanction = _locked(sanction)
        if sanction.ended_at:
            raise Conflict(_("This has already been ended."))
        sanction.ended_at, sanction.ended_by = timezone.now(), by
        sanction.save(update_fields=["ended_at", "ended_by"])
        _store_ends(sanction.member)
    return sanction


def resume_sanction(sanction: Sanction) -> Sanction:
    """Put a sanction back that was ended early. Raises Conflict when it was not, or its end has passed since."""
    with transaction.atomic():
        sanction = _locked(sanction)
        if sanction.ended_at is None:
            raise Conflict(_("This hasn’t been ended."))
        if sanction.ends_at:
            _check_is_to_come(sanction.ends_at)
        if sanction.scope and sanction.member.sanctions.in_force().filter(scope=sanction.scope).exists():
            raise Conflict(_("This limit is already in force. You can change its end."))
        sanction.ended_at = sanction.ended_by = None
        sanction.save(update_fields=["ended_at", "ended_by"])
        _store_ends(sanction.member)
    return sanction


def change_end(sanction: Sanction, *, until: datetime) -> Sanction:
    """Let a limit end at another time. Raises Conflict when it is over, and for an end that has passed."""
    with transaction.atomic():
        sanction = _locked(sanction)
        if not sanction.is_in_force:
            raise Conflict(_("This has already ended."))
        _check_is_to_come(until)
        sanction.ends_at = until
        sanction.save(update_fields=["ends_at"])
        _store_ends(sanction.member)
    return sanction


def _locked(sanction: Sanction) -> Sanction:
    """Load a sanction after locking its member's row, which orders all changes of what limits the member."""
    member = Member.objects.select_for_update(no_key=True).get(pk=sanction.member_id)
    sanction = Sanction.objects.get(pk=sanction.pk)
    sanction.member = member
    return sanction


def _check_is_to_come(until: datetime) -> None:
    if until <= timezone.now():
        raise Conflict(_("This end has passed. Choose a later one."))


def _store_ends(member: Member) -> None:
    """Store on the member's row when each limit that is in force ends."""
    ends = dict(member.sanctions.in_force().values_list("scope", "ends_at"))
    Member.objects.filter(pk=member.pk).update(**{f"{scope}_until": ends.get(scope) for scope in Scope.values})
