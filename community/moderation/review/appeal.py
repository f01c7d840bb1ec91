"""Review an appeal: the decision, its reason, and what the member wrote."""

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.urls import reverse

from community.core import refs
from community.forum.models import Post
from community.members.models import Member
from community.moderation import operations
from community.moderation.forms import DecisionForm
from community.moderation.models import Act, AuditEntry
from community.moderation.operations.taking_back import opposite_act
from community.moderation.policies import can_decide
from community.moderation.review.base import CaseReview
from community.moderation.sanction_forms import READ_BY_MEMBER
from community.moderation.selectors.titles import TitledRow, with_titles
from community.safety.models import Case


class AppealReview(CaseReview):
    """A case in which a member asks for another look at a decision."""

    template = "moderation/appeal.html"
    case: Case

    def __init__(self, viewer: Member, case: Case) -> None:
        super().__init__(viewer)
        self.case, self.source, self.success_url = case, case.source, reverse("queue")
        entries = AuditEntry.objects.visible_to(viewer).for_display()
        self.entry = entries.get(pk=refs.split(case.source)[1])
        self.is_own = not can_decide(viewer, about=case.author, case=case)

    @cached_property
    def is_superseded(self) -> bool:
        """Whether a later act has changed the same again."""
        later = AuditEntry.objects.filter(source=self.entry.source, matter=self.entry.matter, pk__gt=self.entry.pk)
        return later.exists()

    @property
    def version(self) -> str:
        """Include the case's version, and whether a later act has superseded the decision."""
        return f"{self.latest_pk}.{self.case.version}.{int(self.is_superseded)}"

    def acts(self) -> list[Act]:
        """List the two answers; a decision that has been superseded can only be left."""
        if self.is_own or not self.case.is_open:
            return []
        return [Act.UPHOLD_DECISION, *([] if self.is_superseded else [opposite_act(self.entry)])]

    def new_form(self, data: Any = None) -> DecisionForm:
        """Create the form for the answer."""
        return DecisionForm(data, initial=self.restored, read_by=READ_BY_MEMBER)

    @property
    def headline(self) -> str:
        """What kind of case this is."""
        return str(self.case.get_kind_display())

    @cached_property
    def row(self) -> TitledRow[AuditEntry]:
        """The decision with the title and page of what it was about."""
        return with_titles([self.entry])[0]

    @cached_property
    def post(self) -> Post | None:
        """The post that was decided about, in any state."""
        prefix, pk = refs.split(self.entry.source)
        return Post.objects.select_related("thread", "author").filter(pk=pk).first() if prefix == "post" else None

    def apply(self) -> AuditEntry:
        """Leave the decision, or undo it."""
        decision = self.submitted().decision(self.viewer, self.case)
        if self.act == Act.UPHOLD_DECISION:
            return operations.uphold_decision(self.case, decision)
        if self.act in self.acts():
            return operations.undo(self.entry, decision)
        raise BadRequest("not an act of this review")
