"""Decide about a case alone: leave up what was reported, put a message aside, take a case up again."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from community.moderation.models import Act, AuditEntry
from community.moderation.operations.decision import Decision, Sentence, close, notify_author, write_down
from community.moderation.policies import check_may_decide
from community.safety import operations as safety
from community.safety.models import Case


def reject_report(case: Case, decision: Decision) -> AuditEntry:
    """Leave up what was reported. Who reported it learns why; who wrote it never learns that it was reported.

    Raises PermissionDenied or safety.Stale, and then nothing changed."""
    outcome = _("Thank you for your report. A moderator looked at it and left it up.")
    return _close(case, decision, Act.REJECT_REPORT, Case.State.REJECTED, outcome, decision.in_words)


def settle_case(case: Case, decision: Decision) -> AuditEntry:
    """Put aside what needs no further act: a message that was dealt with, a post that is gone. Raises likewise."""
    with transaction.atomic():
        if case.is_letter:
            notify_author(decision, case, _("Thank you for writing to the team."))
        return _close(case, decision, Act.SETTLE_CASE, Case.State.RESOLVED)


def reopen_case(case: Case, decision: Decision) -> AuditEntry:
    """Put a closed case back into the queue. Raises likewise."""
    with transaction.atomic():
        check_may_decide(decision.by, about=case.author)
        before = {"state": case.state}
        safety.reopen_case(case)
        return write_down(replace(decision, case=case), Act.REOPEN_CASE, case, before)


def _close(case: Case, decision: Decision, act: Act, state: str, *outcome: Sentence) -> AuditEntry:
    decision = replace(decision, case=case)
    with transaction.atomic():
        check_may_decide(decision.by, about=case.author)
        before = {"state": case.state}
        close(decision, state, *outcome)
        return write_down(decision, act, case, before)
