"""The shape of what a reader types on the front page's own pages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """What to look for."""

    q = forms.CharField(
        label=_("Words to look for"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("That is a lot to look for at once. Please use fewer words.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
