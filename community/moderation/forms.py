"""Forms of decisions, and of the log's filter."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.content_warnings import LabelsField
from community.core.text.fields import LineField, LinesField
from community.forum.models import Group
from community.members.models import Member
from community.moderation.models import Act, AuditEntry, CannedReason, Guideline
from community.moderation.operations import Decision
from community.moderation.selectors.queue import CLAIMED, CLOSED, FREE, MINE, QueueFilter
from community.safety.models import Case, Reason


class DecisionForm(forms.Form):
    """The reason of a decision, which the member concerned reads; a guideline's text can be the reason."""

    canned = forms.ChoiceField(
        label=_("Ready-made reason"),
        required=False,
        help_text=_("If you write nothing below, we’ll send this one."),
        widget=forms.Select(attrs={"data-canned": ""}),
    )
    guideline = forms.ChoiceField(
        label=_("Guideline"),
        required=False,
        choices=[("", _("None of these")), *Guideline.choices],
        help_text=_("If you don’t write a reason, we’ll send this one."),
    )
    reason = LinesField(
        label=_("Reason"),
        max_length=AuditEntry._meta.get_field("reason").max_length,
        help_text=_("The author will read this. If you leave the post up, the person who reported it will."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Choose a guideline, or write a reason.")},
    )

    def __init__(
        self,
        *args: Any,
        read_by: Any = "",
        unless_given: Guideline | None = None,
        canned: Sequence[CannedReason] = (),
        **kwargs: Any,
    ) -> None:
        """Replace the reason's help text by `read_by` where others than the author read it.

        Where none is written, it is the chosen one of `canned`, or the guideline's text, or that of `unless_given`."""
        super().__init__(*args, **kwargs)
        self.unless_given = unless_given
        self.canned_by_key = {str(reason.pk): reason for reason in canned}
        if canned:
            choices = [("", _("None of these")), *((key, reason.title) for key, reason in self.canned_by_key.items())]
            cast("forms.ChoiceField", self.fields["canned"]).choices = choices
        else:
            del self.fields["canned"]
        if read_by:
            self.fields["reason"].help_text = read_by

    def clean(self) -> dict[str, Any]:
        """Use the guideline's text as the reason when none is given."""
        cleaned = super().clean() or self.cleaned_data
        if (canned := self.canned_by_key.get(cleaned.get("canned", ""))) and self.has_error("reason", "required"):
            del self.errors["reason"]
            cleaned |= {"guideline": cleaned.get("guideline") or canned.guideline, "reason": canned.text}
        guideline = cleaned.get("guideline") or self.unless_given
        if guideline and self.has_error("reason", "required"):
            del self.errors["reason"]
            cleaned |= {"guideline": guideline, "reason": str(Guideline(guideline).label)}
        return cleaned

    def decision(self, by: Member, case: Case | None = None) -> Decision:
        """Build the decision that the operations take."""
        cleaned = self.cleaned_data
        return Decision(by=by, reason=cleaned["reason"], guideline=cleaned.get("guideline", ""), case=case)


LEAVE, TAKE_DOWN = "leave", "take_down"


class BulkForm(DecisionForm):
    """One decision about several cases."""

    choice = forms.ChoiceField(
        label=_("For all that you ticked"),
        choices=[
            (LEAVE, _("Publish them, or leave them up")),
            (TAKE_DOWN, _("Take them down, or don’t publish them")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what to do.")},
    )
    field_order = ["choice", "canned", "guideline", "reason"]

    def clean(self) -> dict[str, Any]:
        """Ask for a reason only where somebody has to read one."""
        if (self.cleaned_data or {}).get("choice") == LEAVE:
            self.unless_given = Guideline.FINE
        return super().clean()


class LetterForm(DecisionForm):
    """The answer to a message to the team; no guideline applies to it."""

    reason = LinesField(
        label=_("What was done"),
        max_length=AuditEntry._meta.get_field("reason").max_length,
        help_text=_("The person who wrote the message will read this as your answer."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words what was done.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("canned", None)
        del self.fields["guideline"]


LONGEST_PIN = timedelta(days=3653)


class PinForm(DecisionForm):
    """The last day on which a thread is pinned."""

    until = forms.DateField(
        label=_("Until the end of"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day, such as 2027-01-31.")},
    )
    field_order = ["until", "guideline", "reason"]

    def clean_until(self) -> datetime:
        """Return the end of that day in the community's time zone."""
        day: date = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        if day > timezone.localdate() + LONGEST_PIN:
            raise forms.ValidationError(_("Choose a day within the next ten years."))
        return timezone.make_aware(datetime.combine(day, time.max))


class MoveForm(DecisionForm):
    """The group that a thread moves to."""

    group = forms.ModelChoiceField(
        label=_("Group"), queryset=Group.objects.none(), error_messages={"required": _("Choose a group.")}
    )
    field_order = ["group", "guideline", "reason"]

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Group]", self.fields["group"]).queryset = groups


class NarrowForm(DecisionForm):
    """Who may read a thread from now on: fewer people than now."""

    audience = forms.ChoiceField(
        label=_("Who can read it"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who can read it.")},
    )
    field_order = ["audience", "guideline", "reason"]

    def __init__(self, *args: Any, audiences: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["audience"]).choices = audiences


class LabelForm(DecisionForm):
    """The labels of a thread or a post; none selected removes them."""

    labels = LabelsField(label=_("It’s about"))
    field_order = ["labels", "guideline", "reason"]


class CannedReasonForm(forms.ModelForm[CannedReason]):
    """A ready-made reason."""

    title = LineField(label=_("Short name"), max_length=60, help_text=_("Only the team sees this."))
    text = LinesField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The author will read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = CannedReason
        fields = ["title", "text", "guideline", "is_used"]


class QueueFilterForm(forms.Form):
    """Filter the queue by what a case is about, and who is looking at it; or show closed cases."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Open")), (CLOSED, _("Closed, the latest first"))]
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Everything")), *Case.Kind.choices])
    reason = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", _("Any reason")), *Reason.choices])
    group = forms.ModelChoiceField(
        label=_("Group"), required=False, queryset=Group.objects.none(), empty_label=_("All groups")
    )
    assignee = forms.ChoiceField(
        label=_("Who is looking at it"),
        required=False,
        choices=[("", _("Anyone")), (FREE, _("Nobody yet")), (MINE, _("Me")), (CLAIMED, _("Someone"))],
    )
    author = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Group]", self.fields["group"]).queryset = Group.objects.visible_to(viewer)

    def chosen(self) -> QueueFilter:
        """Return the filter; what is invalid leaves nothing out."""
        self.is_valid()
        values = {name: self.cleaned_data.get(name) or "" for name in ("state", "kind", "reason", "assignee")}
        group = self.cleaned_data.get("group")
        return QueueFilter(**values, group=group and group.pk, author=self.cleaned_data.get("author"))


class AuditFilter(forms.Form):
    """Filter the log by act and moderator."""

    act = forms.ChoiceField(label=_("What was done"), required=False, choices=[("", _("Everything")), *Act.choices])
    actor = forms.ModelChoiceField(
        label=_("Who did it"),
        required=False,
        queryset=Member.objects.filter(acts__isnull=False).distinct().order_by("username"),
        empty_label=_("Everyone"),
    )

    def chosen(self) -> dict[str, Any]:
        """Return the chosen filters; none when a choice is invalid."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
