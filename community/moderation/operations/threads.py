"""Decide about a thread: lock, pin, label or move it, and undo that."""

from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.content_warnings import list_of_names
from community.forum import operations as forum
from community.forum.models import Audience, Group, Thread
from community.forum.models.group import WIDTH
from community.moderation.models import Act, AuditEntry
from community.moderation.operations.decision import Decision, Sentence, add_audit_entry, close_case, notify_author
from community.moderation.operations.taking_back import put_case_back
from community.moderation.policies import check_may_decide
from community.safety.models import Case


def lock_thread(thread: Thread, decision: Decision) -> AuditEntry:
    """Close a thread to new replies.

    Raises PermissionDenied, forum.NotPossible or safety.Stale, and changes nothing then."""
    return _set_locked(thread, decision, True, Act.LOCK_THREAD, _("Your discussion is closed to new replies for now."))


def unlock_thread(thread: Thread, decision: Decision) -> AuditEntry:
    """Open a locked thread for replies. Raises as lock_thread does."""
    return _set_locked(thread, decision, False, Act.UNLOCK_THREAD, _("Your discussion is open to replies again."))


def pin_thread(thread: Thread, decision: Decision, *, until: datetime) -> AuditEntry:
    """Pin a thread in its group until a time. Moderators may pin their own, as announcements.

    Raises as lock_thread does."""
    with transaction.atomic():
        thread = _lock(thread)
        check_may_decide(decision.by, about=None, case=decision.case)
        forum.pin(thread, until)
        outcome = _("Your discussion is pinned to the top of its group for a while.")
        return _complete(thread, decision, Act.PIN_THREAD, outcome)


def unpin_thread(thread: Thread, decision: Decision) -> AuditEntry:
    """Unpin a thread. Raises as lock_thread does."""
    with transaction.atomic():
        thread = _lock(thread)
        check_may_decide(decision.by, about=None, case=decision.case)
        if thread.pinned_until is None:
            raise forum.NotPossible(_("This discussion isn’t pinned."))
        forum.pin(thread, None)
        outcome = _("Your discussion is no longer pinned to the top of its group.")
        return _complete(thread, decision, Act.UNPIN_THREAD, outcome)


def move_thread(thread: Thread, decision: Decision, *, group: Group, audience: str | None = None) -> AuditEntry:
    """Move a thread to another group; undo restores its `audience`, see forum. Raises as lock_thread does."""
    with transaction.atomic():
        thread = _lock(thread)
        check_may_decide(decision.by, about=thread.author, case=decision.case)
        forum.move_thread(thread, group, audience=audience)
        return _complete(thread, decision, Act.MOVE_THREAD, _move_sentence(thread, group), group=group.pk)


def narrow_thread(thread: Thread, decision: Decision, *, audience: str) -> AuditEntry:
    """Let fewer people read a thread than now. Raises as lock_thread does."""
    return _set_audience(thread, decision, audience, Act.NARROW_THREAD)


def widen_thread(thread: Thread, decision: Decision, *, audience: str) -> AuditEntry:
    """Let more people read a thread again, to undo that fewer may. Raises as lock_thread does."""
    return _set_audience(thread, decision, audience, Act.WIDEN_THREAD)


def _set_audience(thread: Thread, decision: Decision, audience: str, act: Act) -> AuditEntry:
    with transaction.atomic():
        thread = _lock(thread)
        check_may_decide(decision.by, about=thread.author, case=decision.case)
        if (act == Act.NARROW_THREAD) != (WIDTH[Audience(audience)] > WIDTH[Audience(thread.audience)]):
            raise forum.NotPossible(_("Who can read this discussion has changed. Look at it again."))
        forum.set_audience(thread, audience)
        return _complete(thread, decision, act, AUDIENCE_SENTENCES[Audience(audience)])


AUDIENCE_SENTENCES = {
    Audience.PUBLIC: _("Everyone can read your discussion now."),
    Audience.MEMBERS: _("Only members can read your discussion now."),
    Audience.PRIVATE: _("Only people in its group can read your discussion now."),
}


def label_thread(thread: Thread, decision: Decision, *, labels: int) -> AuditEntry:
    """Set a thread's content warnings. Raises as lock_thread does."""
    with transaction.atomic():
        thread = _lock(thread)
        check_may_decide(decision.by, about=thread.author, case=decision.case)
        forum.label_thread(thread, labels)
        return _complete(thread, decision, Act.LABEL_THREAD, _label_sentence(labels), labels=labels)


def _label_sentence(labels: int) -> Sentence:
    if not labels:
        return _("Your discussion no longer has content warnings.")
    return format_lazy(_("Your discussion now has these content warnings: {labels}."), labels=list_of_names(labels))


def _set_locked(thread: Thread, decision: Decision, locked: bool, act: Act, outcome: Sentence) -> AuditEntry:
    with transaction.atomic():
        thread = _lock(thread)
        check_may_decide(decision.by, about=thread.author, case=decision.case)
        forum.set_locked(thread, locked)
        return _complete(thread, decision, act, outcome)


def _move_sentence(thread: Thread, group: Group) -> Sentence:
    """Name the new group only if the author may see it."""
    if thread.author and Group.objects.visible_to(thread.author).contains(group):
        return format_lazy(_("Your discussion is now in the group “{group}”."), group=group.name)
    return _("Your discussion is now in another group.")


def _lock(thread: Thread) -> Thread:
    return Thread.objects.select_for_update(of=("self",), no_key=True).select_related("author").get(pk=thread.pk)


def _complete(thread: Thread, decision: Decision, act: Act, outcome: Sentence, **now: int) -> AuditEntry:
    """Close or reopen the case, notify the author and add the entry; `thread` still has its state before the act."""
    close_case(decision, Case.State.RESOLVED)
    reopened = put_case_back(decision, act, thread, now)
    before = {
        "locked": thread.locked,
        "pinned_until": thread.pinned_until.isoformat() if thread.pinned_until else None,
        "group": thread.group_id,
        "audience": thread.audience,
        "labels": thread.labels,
    }
    entry = add_audit_entry(decision, act, thread, before, reopened=reopened)
    notify_author(decision, thread, outcome, entry)
    return entry
