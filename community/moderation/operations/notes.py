"""Note something about a member for the team alone, and remove the note. The member is not notified."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.core.text.graphemes import shorten
from community.forum.operations import NotPossible
from community.members.models import Member
from community.moderation.models import Act, AuditEntry, MemberNote
from community.moderation.operations.decision import Decision, add_audit_entry
from community.moderation.policies import check_may_sanction

REASON_LENGTH = AuditEntry._meta.get_field("reason").max_length or 0


def add_note(member: Member, *, by: Member, text: str) -> AuditEntry:
    """Add a note about a member; the log has its beginning.

    Raises PermissionDenied for oneself, and for someone in the team unless an administrator writes it."""
    with transaction.atomic():
        check_may_sanction(by, member)
        note = MemberNote.objects.create(member=member, by=by, text=text)
        decision = Decision(by=by, reason=shorten(text, REASON_LENGTH))
        return add_audit_entry(decision, Act.ADD_NOTE, note, {})


def remove_note(note: MemberNote, decision: Decision) -> AuditEntry:
    """Remove a note from the member's page. Raises as add_note does, and NotPossible when it is removed."""
    return _set_removed(note, decision, Act.REMOVE_NOTE, removed=True)


def restore_note(note: MemberNote, decision: Decision) -> AuditEntry:
    """Put a removed note back. Raises as add_note does, and NotPossible when it is not removed."""
    return _set_removed(note, decision, Act.ADD_NOTE, removed=False)


def _set_removed(note: MemberNote, decision: Decision, act: Act, *, removed: bool) -> AuditEntry:
    with transaction.atomic():
        note = MemberNote.objects.select_for_update(of=("self",), no_key=True).select_related("member").get(pk=note.pk)
        check_may_sanction(decision.by, note.member)
        if (note.removed_at is not None) == removed:
            raise NotPossible(_("Someone has already done this."))
        note.removed_at = timezone.now() if removed else None
        note.save(update_fields=["removed_at"])
        return add_audit_entry(decision, act, note, {})
