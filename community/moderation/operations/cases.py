"""Decide about a case without changing a post: reject a report, settle or reopen a case."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.moderation.models import Act, AuditEntry
from community.moderation.operations.decision import (
    Decision,
    Sentence,
    add_audit_entry,
    close_case,
    notify,
    notify_author,
)
from community.moderation.policies import check_may_decide
from community.safety import operations as safety
from community.safety.models import Case


def reject_report(case: Case, decision: Decision) -> AuditEntry:
    """Close a case and leave the reported post up.

    Members who reported it are notified of the reason; the author never learns of the report. Raises PermissionDenied
    or safety.Stale, and changes nothing then."""
    outcome = _("Thank you for your report. A moderator looked at the post and left it up.")
    return _close(case, decision, Act.REJECT_REPORT, Case.State.REJECTED, outcome, decision.readable_reason)


def settle_case(case: Case, decision: Decision) -> AuditEntry:
    """Close a case that needs no further act: a message, or a post that is gone. Raises as reject_report does."""
    with transaction.atomic():
        if case.is_letter:
            notify_author(decision, case, _("Thank you for writing to the team."))
        return _close(case, decision, Act.SETTLE_CASE, Case.State.RESOLVED)


def reopen_case(case: Case, decision: Decision) -> AuditEntry:
    """Put a closed case back into the queue, and notify those who reported it, or asked for another look.

    Raises as reject_report does."""
    with transaction.atomic():
        check_may_decide(decision.by, about=case.author)
        before = {"state": case.state}
        safety.reopen_case(case, by=decision.by)
        if case.is_appeal and case.author:
            notify(case.author, case, _("A moderator is looking at this decision again."))
        return add_audit_entry(replace(decision, case=case), Act.REOPEN_CASE, case, before)


def _close(case: Case, decision: Decision, act: Act, state: str, *outcome: Sentence) -> AuditEntry:
    decision = replace(decision, case=case)
    with transaction.atomic():
        check_may_decide(decision.by, about=case.author)
        before = {"state": case.state}
        close_case(decision, state, *outcome)
        return add_audit_entry(decision, act, case, before)
