"""The shape of what people tell the team."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from community.safety.models import Letter, Reason

NOTE_LENGTH = 1000
LETTER_LENGTH = 5000


class ForPeople(forms.Form):
    """A form with one box that people never see. Whoever fills it in is asked again, and no text is lost.

    The token makes sending it twice harmless."""

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))
    token = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse what a program filled in; the hidden box comes back empty, so that a person gets through."""
        if self.data.get("website"):
            self.data = {**dict(self.data.items()), "website": ""}
            raise forms.ValidationError(_("That did not go through. Please send it once more."))
        return super().clean() or self.cleaned_data

    def key(self) -> UUID:
        """The same for what is sent twice; another one for other words from the same page, which must not be lost."""
        values = [f"{name}={value}" for name, value in sorted(self.cleaned_data.items()) if name != "token"]
        return uuid5(self.cleaned_data["token"] or uuid4(), "\n".join(values))


class ReportForm(ForPeople):
    """Why something needs a look."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what fits best.")},
    )
    note = forms.CharField(
        label=_("Anything we should know?"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LetterForm(ForPeople):
    """A message to the team."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=LETTER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what you would like to tell us.")},
    )
    email = forms.EmailField(
        label=_("Your email"),
        required=False,
        help_text=_("Only if you would like an answer. Nobody but the team sees it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Include a valid email address, or leave this empty.")},
    )
    page = forms.CharField(
        required=False, max_length=Letter._meta.get_field("page").max_length, widget=forms.HiddenInput
    )
