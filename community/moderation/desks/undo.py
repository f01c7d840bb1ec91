"""The desk for taking back an act."""

from django.urls import reverse

from community.members.models import Member
from community.moderation import operations
from community.moderation.desks.base import Desk
from community.moderation.models import Act, AuditEntry
from community.moderation.operations.undo import opposite_of
from community.moderation.policies import can_decide


class UndoDesk(Desk):
    """One line of the log that may be taken back, as long as nothing later has overtaken it."""

    template = "moderation/undo.html"

    def __init__(self, viewer: Member, entry: AuditEntry) -> None:
        super().__init__(viewer)
        self.entry, self.source = entry, entry.source
        self.then = reverse("audit")
        self.is_own = not can_decide(viewer, about=entry.subject, case=entry.case)

    def acts(self) -> list[Act]:
        """The opposite of what was done."""
        overtaken = any(later.matter == self.entry.matter and later.pk > self.entry.pk for later in self.earlier)
        return [] if overtaken or self.is_own else [opposite_of(self.entry)]

    def carry_out(self) -> AuditEntry:
        """Do the opposite."""
        return operations.undo(self.entry, self.form().decision(self.viewer))
