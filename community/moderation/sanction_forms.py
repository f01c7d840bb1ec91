"""Forms about a member: a reminder, a limit with its end, a note, and an appeal."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.core.text.fields import LinesField
from community.members.models import Sanction, Scope
from community.moderation.forms import DecisionForm
from community.moderation.models import AuditEntry, Guideline, MemberNote

LONGEST = timedelta(days=366)
READ_BY_MEMBER = _("The member will read this.")
UNTIL_A_DAY = "day"
SPANS = {"1": _("1 day"), "3": _("3 days"), "7": _("1 week"), "month": _("1 month"), UNTIL_A_DAY: _("Until a day")}
APPEAL_LENGTH = 2_000


class MemberForm(DecisionForm):
    """A decision about a member, with the guidelines that one can be reminded of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"read_by": READ_BY_MEMBER} | kwargs)
        guideline: Any = self.fields["guideline"]
        guideline.choices = [choice for choice in guideline.choices if choice[0] != Guideline.FINE]


class ReminderForm(MemberForm):
    """A message to a member about a guideline."""

    reason = LinesField(
        label=_("Message"),
        max_length=AuditEntry._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Choose a guideline, or write a message.")},
    )


class EndForm(MemberForm):
    """When a limit ends: after a span, or at the end of a day in the community's time zone."""

    span = forms.ChoiceField(
        label=_("How long"),
        choices=list(SPANS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long.")},
    )
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Only if you chose “Until a day”."),
        error_messages={"invalid": _("Choose a day, such as 2027-01-31.")},
    )
    field_order = ["span", "until", "guideline", "reason"]

    def clean(self) -> dict[str, Any]:
        """Require a day where the limit lasts until one, and compute `end`."""
        cleaned = super().clean() or self.cleaned_data
        span, day = cleaned.get("span"), cleaned.get("until")
        if span and span != UNTIL_A_DAY:
            cleaned["end"] = end_after(span, timezone.now())
        elif span and day and self._is_soon(day):
            cleaned["end"] = timezone.make_aware(datetime.combine(day, time.max))
        elif span and not day and not self.has_error("until"):
            self.add_error("until", _("Choose a day."))
        return cleaned

    def _is_soon(self, day: date) -> bool:
        if day < timezone.localdate():
            self.add_error("until", _("Choose today or a later day."))
        elif day > timezone.localdate() + LONGEST:
            self.add_error("until", _("Choose a day within the next year."))
        return not self.has_error("until")


class SuspendForm(EndForm):
    """A paused account: its end, the reason, and a note."""

    note = LinesField(
        label=_("Note for the team"),
        required=False,
        max_length=Sanction._meta.get_field("note").max_length,
        help_text=_("Only the team can read this."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["span", "until", "guideline", "reason", "note"]


class LimitForm(SuspendForm):
    """A limit: what the member can’t do, until when, and why."""

    scope = forms.ChoiceField(
        label=_("What the limit is"),
        choices=[choice for choice in Scope.choices if choice[0] != Scope.SUSPENDED],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a limit.")},
    )
    field_order = ["scope", "span", "until", "guideline", "reason", "note"]


class NoteForm(forms.Form):
    """A note about a member, for the team."""

    text = LinesField(
        label=_("Note"),
        max_length=MemberNote._meta.get_field("text").max_length,
        help_text=_("Only the team can read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the note.")},
    )


class AppealForm(forms.Form):
    """Why another moderator should look at a decision again."""

    text = LinesField(
        label=_("What should we know?"),
        max_length=APPEAL_LENGTH,
        help_text=_("A few words are enough. You can ask once about each decision."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a few words, so that we know what to look at.")},
    )


def end_after(span: str, start: datetime) -> datetime:
    """Return the end of a span of days, or of a month: the same day of the next month, or its last day."""
    if span != "month":
        return start + timedelta(days=int(span))
    local = timezone.localtime(start)
    year, month = (local.year + 1, 1) if local.month == 12 else (local.year, local.month + 1)
    return local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1]))
