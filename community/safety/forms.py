"""Forms of reports and of messages to the team."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from community.core.text.email_addresses import AddressField
from community.core.text.fields import LinesField
from community.safety.models import Letter, Reason

NOTE_LENGTH = 1000
LETTER_LENGTH = 5000


class HoneypotForm(forms.Form):
    """A form with a hidden field that only programs fill in; a person who did is asked to submit again.

    The token makes a repeated submission harmless."""

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))
    token = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse a filled hidden field, and empty it, so that a person can submit again."""
        if self.data.get("website"):
            self.data = {**dict(self.data.items()), "website": ""}
            raise forms.ValidationError(_("We couldn’t send that. Try again."))
        return super().clean() or self.cleaned_data

    def idempotency_token(self) -> UUID:
        """Return the same token for a repeated submission, another one for another text from the same page."""
        values = [f"{name}={value}" for name, value in sorted(self.cleaned_data.items()) if name != "token"]
        return uuid5(self.cleaned_data["token"] or uuid4(), "\n".join(values))


class ReportForm(HoneypotForm):
    """Why a post or thread needs a moderator's attention."""

    reason = forms.ChoiceField(
        label=_("What’s wrong with it?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that fits best.")},
    )
    note = LinesField(
        label=_("Is there anything we should know?"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LetterForm(HoneypotForm):
    """A message to the team."""

    text = LinesField(
        label=_("Your message"),
        max_length=LETTER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what you would like to tell us.")},
    )
    email = AddressField(
        label=_("Your email"),
        required=False,
        help_text=_("Only if you’d like an answer. Only the team can see it."),
        error_messages={"invalid": _("Enter an email address, like name@example.org, or leave this empty.")},
    )
    page = forms.CharField(
        required=False, max_length=Letter._meta.get_field("page").max_length, widget=forms.HiddenInput
    )
