"""Forms of the front page and its pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.core.text.fields import LineField


class SearchForm(forms.Form):
    """The words to search for."""

    q = LineField(
        label=_("Words to search for"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("That’s too much to search for. Use fewer words.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
