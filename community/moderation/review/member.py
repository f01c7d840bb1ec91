"""Review a member, to remind or limit them or to note something; and one limit, to end it or to change its end."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.urls import reverse

from community.members.models import Member, Sanction
from community.moderation import operations
from community.moderation.forms import DecisionForm
from community.moderation.models import Act, AuditEntry
from community.moderation.policies import can_sanction
from community.moderation.review.base import BUTTONS, EARLIER, Review
from community.moderation.sanction_forms import READ_BY_MEMBER, EndForm, LimitForm, NoteForm, ReminderForm, SuspendForm
from community.moderation.selectors.member_page import MemberFacts, member_facts

FORMS: dict[str, Any] = {
    Act.WARN_MEMBER.value: ReminderForm,
    Act.LIMIT_MEMBER.value: LimitForm,
    Act.SUSPEND_MEMBER.value: SuspendForm,
    Act.ADD_NOTE.value: NoteForm,
    Act.CHANGE_END.value: EndForm,
    Act.END_SANCTION.value: DecisionForm,
}


class ReviewOfMember(Review):
    """What the reviews of a member and of one limit share: each act has its own form."""

    member: Member

    def forms(self) -> list[tuple[str, str, forms.Form]]:
        """List each act with the label of its button and its form, bound for the submitted act."""
        return [
            (
                act.value,
                str(BUTTONS[act]),
                self.bound_form if self.bound_form and act == self.act else self.form_for(act),
            )
            for act in self.acts()
        ]

    def _shows_bound_form(self) -> bool:
        return self.act in self.acts()

    def form_for(self, act: Act, data: Any = None) -> DecisionForm:
        """Create the form of an act, with what was typed before signing in again."""
        prefix, form = act.value, FORMS.get(act.value)
        if form is None:
            raise BadRequest("not an act of this review")
        start = f"{prefix}-"
        restored = {name.removeprefix(start): value for name, value in self.restored.items() if name.startswith(start)}
        more = {"read_by": READ_BY_MEMBER} if form is DecisionForm else {}
        created: DecisionForm = form(data, prefix=prefix, initial=restored, **more)
        return created

    def unsaved_reason(self) -> str:
        """Return what was typed when no form on the page shows it any more."""
        if self.bound_form is None or self._shows_bound_form():
            return ""
        field = "text" if "text" in self.bound_form.fields else "reason"
        return str(self.bound_form[field].value() or "")


class MemberReview(ReviewOfMember):
    """A member as moderators see them. `case` is the key of the case that they came from, or ""."""

    template = "moderation/moderate_member.html"

    def __init__(self, viewer: Member, member: Member, *, case: str = "") -> None:
        super().__init__(viewer)
        self.member, self.source, self.case = member, f"member:{member.pk}", case
        self.success_url = reverse("moderate_member", args=[member.pk])
        self.is_own = viewer == member

    @cached_property
    def earlier(self) -> list[AuditEntry]:
        """The latest acts about the member, whatever they changed, newest first."""
        entries = AuditEntry.objects.visible_to(self.viewer).for_display()
        return list(entries.filter(subject=self.member)[:EARLIER])

    @cached_property
    def facts(self) -> MemberFacts:
        """What the page shows about the member."""
        return member_facts(self.viewer, self.member)

    def acts(self) -> list[Act]:
        """List the acts, for whoever may do them."""
        if not can_sanction(self.viewer, self.member):
            return []
        return [Act.WARN_MEMBER, Act.LIMIT_MEMBER, Act.SUSPEND_MEMBER, Act.ADD_NOTE]

    def apply(self) -> AuditEntry:
        """Remind, limit, or add the note."""
        form: Any = self.submitted()
        cleaned = form.cleaned_data
        if self.act == Act.ADD_NOTE:
            return operations.add_note(self.member, by=self.viewer, text=cleaned["text"])
        decision = form.decision(self.viewer)
        more = {name: cleaned[name] for name in ("scope", "note") if name in cleaned}
        match self.act:
            case Act.WARN_MEMBER:
                return operations.warn_member(self.member, decision, case=self.case)
            case Act.LIMIT_MEMBER:
                return operations.limit_member(self.member, decision, until=cleaned["end"], case=self.case, **more)
            case Act.SUSPEND_MEMBER:
                return operations.suspend_member(self.member, decision, until=cleaned["end"], case=self.case, **more)
        raise BadRequest("not an act of this review")


class SanctionReview(ReviewOfMember):
    """One limit or reminder."""

    template = "moderation/moderate_sanction.html"

    def __init__(self, viewer: Member, sanction: Sanction) -> None:
        super().__init__(viewer)
        self.sanction, self.member, self.source = sanction, sanction.member, sanction.key
        self.success_url = reverse("moderate_member", args=[sanction.member_id])
        self.is_own = viewer == sanction.member

    def acts(self) -> list[Act]:
        """List what is possible: a limit in force can be ended or changed, a reminder removed."""
        if not can_sanction(self.viewer, self.member) or self.sanction.ended_at:
            return []
        if self.sanction.is_warning:
            return [Act.END_SANCTION]
        return [Act.END_SANCTION, Act.CHANGE_END] if self.sanction.is_in_force else []

    def apply(self) -> AuditEntry:
        """End it, or change its end."""
        form = self.submitted()
        decision = form.decision(self.viewer)
        if self.act == Act.END_SANCTION:
            return operations.end_sanction(self.sanction, decision)
        if self.act == Act.CHANGE_END:
            return operations.change_end(self.sanction, decision, until=form.cleaned_data["end"])
        raise BadRequest("not an act of this review")
