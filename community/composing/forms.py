"""The form of a draft that a page's script sends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.composing.draft_keys import writable
from community.composing.models import CHOICES_LENGTH
from community.core.text.fields import LineField, LinesField
from community.core.text.parsing import number_in
from community.core.text.richtext import MARKUP_CAP


class DraftForm(forms.Form):
    """The content of a composer. `version` is that of the draft which the page has, 0 for none.

    `replaces` is a text that the page has sent without an answer: it may be the draft's by now."""

    draft_key = forms.CharField(max_length=40)
    title = LineField(max_length=150, required=False, strip=False)
    body = LinesField(max_length=MARKUP_CAP, required=False)
    rich = forms.BooleanField(required=False)
    choices = LineField(max_length=CHOICES_LENGTH, required=False)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    replaces = LinesField(required=False)

    def clean_draft_key(self) -> str:
        """Validate that the key names something a draft can belong to, and normalise it."""
        prefix, _colon, pk = self.cleaned_data["draft_key"].partition(":")
        number = number_in(pk)
        if number is None or not writable(prefix):
            raise forms.ValidationError(_("You can’t write here."))
        return f"{prefix}:{number}"

    def clean(self) -> dict[str, Any]:
        """Set `version` to 0 if there is none."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["version"] = data.get("version") or 0
        return data
