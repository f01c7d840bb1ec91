"""Form fields for editors."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.core.text import richtext
from community.core.text.characters import has_something_to_see
from community.core.text.fields import LinesField


class ArticleField(LinesField):
    """HTML that is sanitised on input."""

    def clean(self, value: Any) -> str:
        """Sanitise the text. Raises ValidationError when it is too long for that, or empty where it must not be."""
        try:
            text = richtext.clean_article(super().clean(value))
        except richtext.TooMuch as refused:
            raise ValidationError(_("This text is too long. Split it in two.")) from refused
        if self.required and not has_something_to_see(text.plain):
            raise ValidationError(self.error_messages["required"], code="required")
        return text.html
