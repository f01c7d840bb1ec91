"""Ask for another look at a decision, and answer that. Undoing the decision answers it too (undo.py)."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.forum.operations import NotPossible
from community.members.models import Member
from community.moderation.models import Act, AuditEntry
from community.moderation.operations.decision import Decision, add_audit_entry, close_case, notify_author
from community.moderation.policies import check_can_appeal, check_may_decide
from community.safety import operations as safety
from community.safety.models import Case


def appeal(entry: AuditEntry, *, by: Member, text: str) -> Case:
    """Open a case about a decision for another moderator than the one who decided; a second appeal gives the first.

    Raises PermissionDenied when the decision is not about this member, or cannot be appealed."""
    with transaction.atomic():
        entry = AuditEntry.objects.select_for_update(of=("self",), no_key=True).select_related("actor").get(pk=entry.pk)
        check_can_appeal(by, entry)
        if earlier := Case.objects.filter(source=entry.key).order_by("pk").first():
            return earlier
        context = entry.context or entry.key
        return safety.open_case(
            entry.key, context=context, kind=Case.Kind.APPEAL, text=text, author=by, decided_by=entry.actor
        )


def uphold_decision(case: Case, decision: Decision) -> AuditEntry:
    """Leave the decision as it is, and give the member the answer.

    Raises PermissionDenied for whoever decided and for the member, NotPossible for another kind of case, and
    safety.Stale."""
    decision = replace(decision, case=case)
    with transaction.atomic():
        check_may_decide(decision.by, about=case.author, case=case)
        if not case.is_appeal:
            raise NotPossible(_("Nobody has asked for another look at this."))
        close_case(decision, Case.State.REJECTED)
        entry = add_audit_entry(decision, Act.UPHOLD_DECISION, case, {"state": case.state})
        notify_author(decision, case, gettext_lazy("Another moderator looked at this again. The decision is the same."))
    return entry
