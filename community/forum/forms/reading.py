"""Validate what members fill in while they read: words to look for, notes, labels to mute."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.content_warnings import LabelsField
from community.core.text.fields import LineField, LinesField
from community.forum.models.bookmark import NOTE_LENGTH


class ThreadSearchForm(forms.Form):
    """Words to search for in one thread."""

    q = LineField(
        label=_("Words in this discussion"),
        max_length=100,
        error_messages={"max_length": _("That’s too much to search for. Use fewer words.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


def day_in(text: str) -> date | None:
    """Parse a date as a browser's date field sends it, or as the active language writes it; None for anything else."""
    try:
        day: date | None = forms.DateField().clean(text)
    except forms.ValidationError:
        return None
    return day


class NoteForm(forms.Form):
    """A member's private note on a bookmark."""

    note = LinesField(
        label=_("Your note"),
        required=False,
        max_length=NOTE_LENGTH,
        help_text=_("Only you can read it. Up to 500 characters."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Shorten your note to 500 characters or fewer.")},
    )
    question = forms.BooleanField(
        label=_("Add it to my list of questions"),
        required=False,
        help_text=_("A page you can print and take to your next appointment."),
    )

    def clean(self) -> dict[str, Any]:
        """Require a text for a question."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("question") and data.get("note") == "":
            self.add_error("note", _("Write your question first."))
        return data


class MutedLabelsForm(forms.Form):
    """Labels to mute, and for how long. No label: everything is shown."""

    labels = LabelsField(label=_("Hide discussions and posts about"))
    span = forms.ChoiceField(
        label=_("How long for"),
        choices=[
            ("morning", _("Until tomorrow morning")),
            ("week", _("For a week")),
            ("open", _("Until I change it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long for.")},
    )
