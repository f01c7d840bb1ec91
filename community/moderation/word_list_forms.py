"""Forms of the word list."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.core.text.fields import LineField, LinesField
from community.safety.models import Effect, Reason, WatchedPhrase
from community.safety.operations.watching import FIELDS, check_fits, values_of
from community.safety.patterns import Unusable

WORDS, PATTERN = "words", "pattern"


class TryForm(forms.Form):
    """A text to compare with the word list. Nothing is stored."""

    text = LinesField(
        label=_("Text to try"),
        max_length=settings.POST_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Paste a text to see which words the list finds in it. We don’t save it."),
        error_messages={"required": _("Write or paste a text first.")},
    )


class WordsForm(forms.Form):
    """An entry of the word list, new or changed, with a text to try it on."""

    kind = forms.ChoiceField(
        label=_("What do you want to find?"),
        choices=[(WORDS, _("Words")), (PATTERN, _("A pattern (regular expression)"))],
        initial=WORDS,
        widget=forms.RadioSelect,
    )
    phrase = LineField(
        label=_("Words or pattern"),
        max_length=WatchedPhrase._meta.get_field("phrase").max_length,
        help_text=_("Capitals and accents don’t matter. Any spaces or punctuation may come between two words."),
        error_messages={"required": _("Write at least one word.")},
    )
    effect = forms.ChoiceField(
        label=_("What happens to a post?"), choices=Effect.choices, initial=Effect.HOLD, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(label=_("Why do you watch for it?"), choices=Reason.choices, initial=Reason.OTHER)
    note = LineField(
        label=_("Note for the team"),
        required=False,
        max_length=WatchedPhrase._meta.get_field("note").max_length,
        help_text=_("A case shows the note in place of a pattern."),
    )
    is_on = forms.BooleanField(label=_("Look for it in new posts"), required=False, initial=True)
    text = LinesField(
        label=_("Text to try it on"),
        required=False,
        max_length=settings.POST_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("We don’t save it."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, entry: WatchedPhrase | None = None, initial: Any = None) -> None:
        """Fill the form with an entry, or with the input restored after signing in again."""
        self.entry = entry
        stored = values_of(entry) | {"kind": PATTERN if entry.is_pattern else WORDS} if entry else {}
        stored |= {"version": entry.version} if entry else {}
        super().__init__(data, initial=stored | (initial or {}))

    def clean(self) -> dict[str, Any]:
        """Check that the words have a letter or a figure, and that a pattern can be used."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["is_pattern"] = cleaned.get("kind") == PATTERN
        phrase = cleaned.get("phrase", "")
        if not phrase:
            return cleaned
        if not cleaned["is_pattern"] and not re.search(r"\w", phrase):
            self.add_error("phrase", _("Write at least one word."))
        elif cleaned["is_pattern"]:
            try:
                check_fits(phrase, instead_of=self.entry.pk if self.entry else 0)
            except Unusable as unusable:
                self.add_error("phrase", unusable)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return what is stored of the valid form."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def unsaved(self) -> WatchedPhrase:
        """Return the entry as it would be, to try it: as if it was on."""
        return WatchedPhrase(**self.values() | {"is_on": True})
