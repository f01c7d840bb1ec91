"""The shape of a decision."""

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.content_warnings import LabelsField
from community.forum.models import Group
from community.members.models import Member
from community.moderation.models import Act, AuditEntry, Guideline
from community.moderation.operations import Decision

if TYPE_CHECKING:
    from community.safety.models import Case


class DecisionForm(forms.Form):
    """Why. A guideline's words can be the reason; whoever it concerns reads it."""

    guideline = forms.ChoiceField(
        label=_("Guideline"),
        required=False,
        choices=[("", _("None of these")), *Guideline.choices],
        help_text=_("Its words are the reason when you write none of your own."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=AuditEntry._meta.get_field("reason").max_length,
        help_text=_("Whoever wrote it reads this. For a report that you decline, whoever reported it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Choose a guideline, or write a reason.")},
    )

    def __init__(self, *args: Any, read_by: Any = "", **kwargs: Any) -> None:
        """`read_by` says who reads the reason, where it is not the one who wrote."""
        super().__init__(*args, **kwargs)
        if read_by:
            self.fields["reason"].help_text = read_by

    def clean(self) -> dict[str, Any]:
        """Take the guideline's words for the reason when there are no others."""
        given = super().clean() or self.cleaned_data
        if given.get("guideline") and self.has_error("reason", "required"):
            del self.errors["reason"]
            given["reason"] = str(Guideline(given["guideline"]).label)
        return given

    def decision(self, by: Member, case: "Case | None" = None) -> Decision:
        """What the moderator said, for the operations."""
        cleaned = self.cleaned_data
        return Decision(by=by, reason=cleaned["reason"], guideline=cleaned.get("guideline", ""), case=case)


class LetterForm(DecisionForm):
    """What came of a message to the team. No guideline speaks about it, and there is nothing to take down."""

    reason = forms.CharField(
        label=_("What was done"),
        max_length=AuditEntry._meta.get_field("reason").max_length,
        help_text=_("Whoever wrote the message reads this as your answer."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words what was done.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["guideline"]


class PinForm(DecisionForm):
    """Until when a discussion stays at the top."""

    until = forms.DateField(
        label=_("Until the end of"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day, such as 2027-01-31.")},
    )
    field_order = ["until", "guideline", "reason"]

    def clean_until(self) -> datetime:
        """The last moment of that day in the community's time zone."""
        end = timezone.make_aware(datetime.combine(self.cleaned_data["until"], time.max))
        if end <= timezone.now():
            raise forms.ValidationError(_("Choose a day that is not over yet."))
        return end


class MoveForm(DecisionForm):
    """Where a discussion goes."""

    group = forms.ModelChoiceField(
        label=_("Group"), queryset=Group.objects.none(), error_messages={"required": _("Choose a group.")}
    )
    field_order = ["group", "guideline", "reason"]

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Group]", self.fields["group"]).queryset = groups


class LabelForm(DecisionForm):
    """What a discussion or a post is about; nothing ticked takes its labels away."""

    labels = LabelsField(label=_("It is about"))
    field_order = ["labels", "guideline", "reason"]


class AuditFilter(forms.Form):
    """What of the log to show."""

    act = forms.ChoiceField(label=_("What was done"), required=False, choices=[("", _("Everything")), *Act.choices])
    actor = forms.ModelChoiceField(
        label=_("Who did it"),
        required=False,
        queryset=Member.objects.filter(acts__isnull=False).distinct().order_by("username"),
        empty_label=_("Everybody"),
    )

    def narrows(self) -> dict[str, Any]:
        """What the log is narrowed to; nothing for a choice that there is not."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
