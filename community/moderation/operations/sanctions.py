"""Warn or limit a member, end that early or change its end, and undo any of it. The member reads why."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.forum.operations import NotPossible
from community.members import operations as members
from community.members.models import Member, Sanction, Scope
from community.moderation.models import Act, AuditEntry
from community.moderation.operations.decision import Decision, Sentence, add_audit_entry, close_case, notify_author
from community.moderation.policies import check_may_sanction
from community.notifications import socket_messages
from community.safety.models import Case


def warn_member(member: Member, decision: Decision, *, case: str = "") -> AuditEntry:
    """Send a member a reminder of the guidelines.

    Raises PermissionDenied for oneself, and for someone in the team unless an administrator decides."""
    return _impose(member, decision, Act.WARN_MEMBER, scope="", until=None, note="", case=case)


def limit_member(
    member: Member, decision: Decision, *, scope: str, until: datetime, note: str = "", case: str = ""
) -> AuditEntry:
    """Limit what a member may do until a time; `note` is for the team. `case` is the key of where it came from.

    Raises PermissionDenied as warn_member does, and Conflict when the same limit is in force."""
    return _impose(member, decision, Act.LIMIT_MEMBER, scope=scope, until=until, note=note, case=case)


def suspend_member(
    member: Member, decision: Decision, *, until: datetime, note: str = "", case: str = ""
) -> AuditEntry:
    """Let a member only read until a time, without the rights of their role. Raises as limit_member does."""
    return _impose(member, decision, Act.SUSPEND_MEMBER, scope=Scope.SUSPENDED, until=until, note=note, case=case)


def end_sanction(sanction: Sanction, decision: Decision) -> AuditEntry:
    """End a limit early, or take a reminder back. An appeal may take back also what is over.

    Raises PermissionDenied as warn_member does, and Conflict when it has ended."""
    if decision.undoes is None and not (sanction.is_warning or sanction.is_in_force):
        raise NotPossible(_("This has already ended."))
    ended = _("We’ve removed the reminder we sent you.") if sanction.is_warning else _("We’ve ended this limit early.")
    return _change(
        sanction, decision, Act.END_SANCTION, lambda: members.end_sanction(sanction, by=decision.by), outcome=ended
    )


def resume_sanction(sanction: Sanction, decision: Decision) -> AuditEntry:
    """Put back what was ended early. Raises as end_sanction does."""
    return _change(sanction, decision, Act.RESUME_SANCTION, lambda: members.resume_sanction(sanction))


def change_end(sanction: Sanction, decision: Decision, *, until: datetime) -> AuditEntry:
    """Let a limit end at another time. Raises as end_sanction does."""
    return _change(sanction, decision, Act.CHANGE_END, lambda: members.change_end(sanction, until=until))


def undo_change_of_end(sanction: Sanction, decision: Decision, *, before: datetime) -> AuditEntry:
    """Let a limit end when it did before; end it now where that has passed. Raises as end_sanction does."""
    if before <= timezone.now():
        return end_sanction(sanction, decision)
    return change_end(sanction, decision, until=before)


def _impose(
    member: Member, decision: Decision, act: Act, *, scope: str, until: datetime | None, note: str, case: str
) -> AuditEntry:
    with transaction.atomic():
        check_may_sanction(_now(decision.by), member)
        fields: dict[str, Any] = {"scope": scope, "until": until, "note": note, "case": case}
        sanction = members.impose_sanction(member, text=decision.reason, by=decision.by, **fields)
        return _complete(sanction, decision, act, {}, sanction.effect)


def _change(
    sanction: Sanction, decision: Decision, act: Act, change: Callable[[], Sanction], *, outcome: Sentence = ""
) -> AuditEntry:
    with transaction.atomic():
        member = Member.objects.select_for_update(no_key=True).get(pk=sanction.member_id)
        check_may_sanction(_now(decision.by), member)
        before = Sanction.objects.get(pk=sanction.pk)
        changed = change()
        state = {
            "ends_at": before.ends_at.isoformat() if before.ends_at else None,
            "ended_at": before.ended_at.isoformat() if before.ended_at else None,
        }
        return _complete(changed, decision, act, state, outcome or changed.effect)


def _complete(
    sanction: Sanction, decision: Decision, act: Act, before: dict[str, Any], outcome: Sentence
) -> AuditEntry:
    """Add the entry, notify the member, close the appeal that this answers, and have open pages check their rights."""
    close_case(decision, Case.State.RESOLVED)
    entry = add_audit_entry(decision, act, sanction, before)
    notify_author(decision, sanction, outcome, entry)
    group = socket_messages.inbox_group(sanction.member_id)
    transaction.on_commit(lambda: socket_messages.send(group, {"type": "recheck"}))
    return entry


def _now(moderator: Member) -> Member:
    """Load who decides: their own rights may have been limited since the request began."""
    return Member.objects.get(pk=moderator.pk)
