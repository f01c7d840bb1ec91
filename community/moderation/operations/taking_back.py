"""What takes an act back: its opposite act, and the case that is opened again."""

from typing import Any

from community.forum.models import Post, Thread
from community.moderation.models import MATTERS, Act, AuditEntry
from community.moderation.operations.decision import Decision
from community.safety import operations as safety
from community.safety.models import Case

OPPOSITE_ACTS = {
    Act.REMOVE_POST: Act.RESTORE_POST,
    Act.RESTORE_POST: Act.REMOVE_POST,
    Act.RETURN_POST: Act.REMOVE_POST,
    Act.APPROVE_POST: Act.REMOVE_POST,
    Act.REJECT_POST: Act.APPROVE_POST,
    Act.LOCK_THREAD: Act.UNLOCK_THREAD,
    Act.UNLOCK_THREAD: Act.LOCK_THREAD,
    Act.PIN_THREAD: Act.UNPIN_THREAD,
    Act.UNPIN_THREAD: Act.PIN_THREAD,
    Act.MOVE_THREAD: Act.MOVE_THREAD,
    Act.LABEL_POST: Act.LABEL_POST,
    Act.LABEL_THREAD: Act.LABEL_THREAD,
    Act.REJECT_REPORT: Act.REOPEN_CASE,
    Act.SETTLE_CASE: Act.REOPEN_CASE,
    Act.REOPEN_CASE: Act.SETTLE_CASE,
    Act.MERGE_THREAD: Act.UNMERGE_THREAD,
    Act.UNMERGE_THREAD: Act.MERGE_THREAD,
    Act.SPLIT_THREAD: Act.UNSPLIT_THREAD,
    Act.UNSPLIT_THREAD: Act.SPLIT_THREAD,
    Act.NARROW_THREAD: Act.WIDEN_THREAD,
    Act.WIDEN_THREAD: Act.NARROW_THREAD,
    Act.EDIT_POST: Act.EDIT_POST,
    Act.CHANGE_ROLE: Act.CHANGE_ROLE,
    Act.CLOSE_ACCOUNT: Act.REOPEN_ACCOUNT,
    Act.REOPEN_ACCOUNT: Act.CLOSE_ACCOUNT,
    Act.WARN_MEMBER: Act.END_SANCTION,
    Act.LIMIT_MEMBER: Act.END_SANCTION,
    Act.SUSPEND_MEMBER: Act.END_SANCTION,
    Act.CHANGE_END: Act.CHANGE_END,
    Act.END_SANCTION: Act.RESUME_SANCTION,
    Act.RESUME_SANCTION: Act.END_SANCTION,
    Act.ADD_NOTE: Act.REMOVE_NOTE,
    Act.REMOVE_NOTE: Act.ADD_NOTE,
    Act.UPHOLD_DECISION: Act.REOPEN_CASE,
    Act.ASK_REDACTION: Act.CANCEL_REDACTION,
    Act.CANCEL_REDACTION: Act.ASK_REDACTION,
    Act.ADD_WORDS: Act.REMOVE_WORDS,
    Act.CHANGE_WORDS: Act.CHANGE_WORDS,
    Act.REMOVE_WORDS: Act.ADD_WORDS,
}
# What a moderator does without Undo, and what takes an earlier act back all the same. Removing or locking is not among
# them: it answers something new.
LIFTING_ACTS = {
    Act.RESTORE_POST,
    Act.RETURN_POST,
    Act.APPROVE_POST,
    Act.UNLOCK_THREAD,
    Act.UNPIN_THREAD,
    Act.MOVE_THREAD,
    Act.LABEL_POST,
    Act.LABEL_THREAD,
}


def opposite_act(entry: AuditEntry) -> Act:
    """Choose the act that undoes this one: what its author had removed stays removed, a rejected report rejected."""
    if entry.act == Act.REMOVE_POST and entry.before.get("removed_by_author"):
        return Act.RETURN_POST
    if entry.act == Act.REOPEN_CASE and entry.source.startswith("decision:"):
        return Act.UPHOLD_DECISION
    if entry.act == Act.REOPEN_CASE and entry.before.get("state") == Case.State.REJECTED:
        return Act.REJECT_REPORT
    return OPPOSITE_ACTS[Act(entry.act)]


def put_case_back(decision: Decision, act: Act, row: Post | Thread, now: dict[str, Any]) -> Case | None:
    """Reopen the case that was closed by the act that is taken back; return it as it was, or None.

    `now` has what the act sets apart from its name, such as the group: only what was there before takes a move back. A
    decision about an open case reopens none. Call it in the act's transaction, before its entry is added."""
    entry = None if decision.case else decision.undoes or _taken_back(act, row, now)
    case = case_closed_by(entry) if entry else None
    if case:
        safety.put_back(case, by=decision.by)
    return case


def case_closed_by(entry: AuditEntry) -> Case | None:
    """Return the case that an act closed, if it is closed; else one that was settled while the act stood.

    A discussion is locked on its own page, and the case about it is settled afterwards, as the lock has answered it."""
    if entry.case:
        return entry.case if entry.closed_case and not entry.case.is_open else None
    settled = Case.objects.filter(source=entry.source, opened_at__lte=entry.at, closed_at__gte=entry.at)
    return settled.order_by("-closed_at", "-pk").first()


def _taken_back(act: Act, row: Post | Thread, now: dict[str, Any]) -> AuditEntry | None:
    """Find the act that this one takes back without Undo: the latest on the same property, if this is its opposite."""
    if act not in LIFTING_ACTS:
        return None
    last = AuditEntry.objects.filter(source=row.key, matter=MATTERS[act]).select_related("case").first()
    if last is None or opposite_act(last) != act:
        return None
    return last if all(last.before.get(name) == value for name, value in now.items()) else None
