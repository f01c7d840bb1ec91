"""Decide about an account: change its role, close it or open it again. The member reads the reason in a mail."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from community.forum.operations import NotPossible
from community.members import operations as members
from community.members.models import Member, Role
from community.moderation.models import Act, AuditEntry
from community.moderation.operations.decision import Decision, Sentence, add_audit_entry
from community.moderation.policies import check_may_change_account


def change_role(member: Member, decision: Decision, *, role: str) -> AuditEntry:
    """Give a member another role.

    Raises PermissionDenied for one's own account and for who is no administrator, NotPossible when it is so already,
    and members' LastAdministrator."""
    outcome = format_lazy(_("Your role is now “{role}”."), role=Role(role).label)
    return _change(member, decision, Act.CHANGE_ROLE, _("Your role has changed"), outcome, role=role)


def close_account(member: Member, decision: Decision) -> AuditEntry:
    """Let a member sign in no more; what they wrote stays. Raises as change_role does."""
    outcome = _("Your account is closed, so you can’t sign in any more.")
    return _change(member, decision, Act.CLOSE_ACCOUNT, _("Your account is closed"), outcome, is_active=False)


def reopen_account(member: Member, decision: Decision) -> AuditEntry:
    """Let a member sign in again. Raises as change_role does."""
    outcome = _("Your account is open again. You can sign in.")
    return _change(member, decision, Act.REOPEN_ACCOUNT, _("Your account is open again"), outcome, is_active=True)


def _change(
    member: Member,
    decision: Decision,
    act: Act,
    subject: Sentence,
    outcome: Sentence,
    *,
    role: str | None = None,
    is_active: bool | None = None,
) -> AuditEntry:
    with transaction.atomic():
        check_may_change_account(Member.objects.get(pk=decision.by.pk), member)
        before = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        role = before.role if role is None else role
        is_active = before.is_active if is_active is None else is_active
        if (role, is_active) == (before.role, before.is_active):
            raise NotPossible(_("Nothing to change: the account is already like that."))
        members.change_account(before, role=role, is_active=is_active)
        entry = add_audit_entry(decision, act, before, {"role": before.role, "is_active": before.is_active})
        transaction.on_commit(lambda: _send(before, decision, subject, outcome))
    return entry


def _send(member: Member, decision: Decision, subject: Sentence, outcome: Sentence) -> None:
    """Send the reason to the member in their language, or the community's."""
    with override(member.language or settings.LANGUAGE_CODE):
        parts = [
            gettext("Hello,"),
            f"{outcome}\n{gettext('The reason:')} {decision.readable_reason}",
            gettext("Do you have a question about this? Write to the team and give your username."),
            settings.COMMUNITY_NAME,
        ]
        EmailMessage(str(subject), "\n\n".join(parts) + "\n", to=[member.email]).send()
