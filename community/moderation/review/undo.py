"""Review an act before undoing it."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from community.members.models import Member
from community.moderation import operations
from community.moderation.forms import DecisionForm
from community.moderation.models import FINAL, Act, AuditEntry
from community.moderation.operations.taking_back import case_closed_by, opposite_act
from community.moderation.policies import can_decide
from community.moderation.review.base import TEAM_ONLY, Review
from community.moderation.selectors.titles import TitledRow, with_titles

READ_BY_TEAM = {Act.REOPEN_CASE, Act.ADD_NOTE, Act.REMOVE_NOTE}


class UndoReview(Review):
    """An audit entry that can be undone as long as no later act supersedes it."""

    template = "moderation/undo.html"

    def __init__(self, viewer: Member, entry: AuditEntry) -> None:
        super().__init__(viewer)
        self.entry, self.source = entry, entry.source
        self.success_url = reverse("audit")
        self.is_own = not can_decide(viewer, about=entry.subject, case=entry.case)

    @property
    def is_for_administrators(self) -> bool:
        """Whether the act is about an account, and the viewer is a moderator only."""
        return self.entry.is_about_account and not self.viewer.administers

    @property
    def version(self) -> str:
        """Include the case's version: a new report of it needs a new look."""
        return f"{self.latest_pk}.{self.entry.case.version}" if self.entry.case else str(self.latest_pk)

    @property
    def case_note(self) -> str:
        """What undoing does to the case, if it had one; empty otherwise."""
        case, entry = self.entry.case, self.entry
        if case and case.is_appeal and case_closed_by(entry):
            return _("This reopens the case. We’ll tell the member who asked for another look.")
        if case_closed_by(entry):
            return _("This reopens the case. We’ll tell the person who reported it.")
        if case and not entry.closed_case and case.is_open:
            return _("This closes the case again. We’ll tell the person who reported it.")
        return ""

    def acts(self) -> list[Act]:
        """List the opposite act, or none when a later act supersedes the entry."""
        is_superseded = any(later.matter == self.entry.matter and later.pk > self.entry.pk for later in self.earlier)
        is_superseded = is_superseded or self.entry.act in FINAL
        return [] if is_superseded or self.is_own or self.is_for_administrators else [opposite_act(self.entry)]

    @cached_property
    def row(self) -> TitledRow[AuditEntry]:
        """The entry with the title and page of what it was about."""
        return with_titles([self.entry])[0]

    def new_form(self, data: Any = None) -> DecisionForm:
        """Create the form; it says where only the team reads the reason: of a reopened case, a note, the word list."""
        team_only = self.entry.is_about_words or READ_BY_TEAM.issuperset(self.acts())
        return DecisionForm(data, initial=self.restored, read_by=TEAM_ONLY if team_only else "")

    def apply(self) -> AuditEntry:
        """Undo the act."""
        form = self.submitted()
        return operations.undo(self.entry, form.decision(self.viewer))
