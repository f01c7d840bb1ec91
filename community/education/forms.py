"""Form fields for editors."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.core.text import richtext


class ArticleField(forms.CharField):
    """HTML that is sanitised on input."""

    widget = forms.Textarea

    def clean(self, value: Any) -> str:
        """Sanitise the text. Raises ValidationError when it is too long for that."""
        try:
            return richtext.clean_article(super().clean(value)).html
        except richtext.TooMuch as refused:
            raise ValidationError(_("This text is too long. Please split it in two.")) from refused
