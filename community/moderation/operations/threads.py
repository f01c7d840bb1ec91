"""Decide about a discussion: close it, pin it, move it, and the way back."""

from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.content_warnings import list_of_names
from community.forum import operations as forum
from community.forum.models import Group, Thread
from community.moderation.models import Act, AuditEntry
from community.moderation.operations.decision import Decision, Sentence, close, notify_author, write_down
from community.moderation.policies import check_may_decide
from community.safety.models import Case


def lock_thread(thread: Thread, decision: Decision) -> AuditEntry:
    """Close a discussion to new replies. Raises PermissionDenied, forum.NotPossible or safety.Stale; then nothing
    changed."""
    return _set_locked(thread, decision, True, Act.LOCK_THREAD, _("Your discussion takes no new replies for now."))


def unlock_thread(thread: Thread, decision: Decision) -> AuditEntry:
    """Open a closed discussion again. Raises as lock_thread does."""
    return _set_locked(thread, decision, False, Act.UNLOCK_THREAD, _("Your discussion is open for replies again."))


def pin_thread(thread: Thread, decision: Decision, *, until: datetime) -> AuditEntry:
    """Pin a discussion in its group until then. A moderator may pin their own: the team speaks to all by it.

    Raises as lock_thread does."""
    with transaction.atomic():
        thread = _ready(thread)
        check_may_decide(decision.by, about=None, case=decision.case)
        forum.pin(thread, until)
        return _finish(
            thread, decision, Act.PIN_THREAD, _("Your discussion stands at the top of its group for a while.")
        )


def unpin_thread(thread: Thread, decision: Decision) -> AuditEntry:
    """Take the pin out. Raises as lock_thread does."""
    with transaction.atomic():
        thread = _ready(thread)
        check_may_decide(decision.by, about=None, case=decision.case)
        if thread.pinned_until is None:
            raise forum.NotPossible(_("This discussion is not pinned."))
        forum.pin(thread, None)
        return _finish(thread, decision, Act.UNPIN_THREAD, _("Your discussion is back in its ordinary place."))


def move_thread(thread: Thread, decision: Decision, *, group: Group, audience: str | None = None) -> AuditEntry:
    """Put a discussion into another group; `audience` is for the way back, see forum. Raises as lock_thread does."""
    with transaction.atomic():
        thread = _ready(thread)
        check_may_decide(decision.by, about=thread.author, case=decision.case)
        forum.move_thread(thread, group, audience=audience)
        return _finish(thread, decision, Act.MOVE_THREAD, _notified_of_move(thread, group))


def label_thread(thread: Thread, decision: Decision, *, labels: int) -> AuditEntry:
    """Say what a discussion is about, so that those who cannot read about it now are spared. Raises as lock_thread
    does."""
    with transaction.atomic():
        thread = _ready(thread)
        check_may_decide(decision.by, about=thread.author, case=decision.case)
        forum.label_thread(thread, labels)
        return _finish(thread, decision, Act.LABEL_THREAD, _notified_of_labels(labels))


def _notified_of_labels(labels: int) -> Sentence:
    if not labels:
        return _("Your discussion has no labels any more.")
    return format_lazy(_("Your discussion has these labels now: {labels}."), labels=list_of_names(labels))


def _set_locked(thread: Thread, decision: Decision, locked: bool, act: Act, notified: Sentence) -> AuditEntry:
    with transaction.atomic():
        thread = _ready(thread)
        check_may_decide(decision.by, about=thread.author, case=decision.case)
        forum.set_locked(thread, locked)
        return _finish(thread, decision, act, notified)


def _notified_of_move(thread: Thread, group: Group) -> Sentence:
    """The name of a private group is for the people in it."""
    if thread.author and Group.objects.visible_to(thread.author).contains(group):
        return format_lazy(_("Your discussion stands in the group “{group}” now."), group=group.name)
    return _("Your discussion stands in another group now.")


def _ready(thread: Thread) -> Thread:
    return Thread.objects.select_for_update(of=("self",), no_key=True).select_related("author").get(pk=thread.pk)


def _finish(thread: Thread, decision: Decision, act: Act, notified: Sentence) -> AuditEntry:
    """`thread` is as it was before the act: the forum changed a row of its own."""
    close(decision, Case.State.RESOLVED)
    notify_author(decision, thread, notified)
    before = {
        "locked": thread.locked,
        "pinned_until": thread.pinned_until.isoformat() if thread.pinned_until else None,
        "group": thread.group_id,
        "audience": thread.audience,
        "labels": thread.labels,
    }
    return write_down(decision, act, thread, before)
