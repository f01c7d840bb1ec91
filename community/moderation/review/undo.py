"""The review for taking back an act."""

from functools import cached_property
from typing import Any

from django.urls import reverse

from community.members.models import Member
from community.moderation import operations
from community.moderation.forms import DecisionForm
from community.moderation.models import Act, AuditEntry
from community.moderation.operations.undo import opposite_of
from community.moderation.policies import can_decide
from community.moderation.review.base import TEAM_ALONE, Review
from community.moderation.selectors.queue import Line, lines_of


class UndoReview(Review):
    """One line of the log that may be taken back, as long as nothing later has overtaken it."""

    template = "moderation/undo.html"

    def __init__(self, viewer: Member, entry: AuditEntry) -> None:
        super().__init__(viewer)
        self.entry, self.source = entry, entry.source
        self.then = reverse("audit")
        self.is_own = not can_decide(viewer, about=entry.subject, case=entry.case)

    def acts(self) -> list[Act]:
        """The opposite of what was done."""
        is_superseded = any(later.matter == self.entry.matter and later.pk > self.entry.pk for later in self.earlier)
        return [] if is_superseded or self.is_own else [opposite_of(self.entry)]

    @cached_property
    def line(self) -> Line[AuditEntry]:
        """What the act was about, by its title, and where to look at it."""
        return lines_of([self.entry])[0]

    def blank(self, data: Any = None) -> DecisionForm:
        """Nobody but the team hears of a case that is taken up again."""
        return DecisionForm(data, initial=self.restored, read_by=TEAM_ALONE if self.acts() == [Act.REOPEN_CASE] else "")

    def apply(self) -> AuditEntry:
        """Do the opposite."""
        return operations.undo(self.entry, self.form().decision(self.viewer))
