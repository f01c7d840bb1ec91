"""Form fields for what people write: every text field of a form is one of these, in the admin too.

What nobody would see counts as empty, so that "required" and its message hold for it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.db import models

from community.core.text import graphemes
from community.core.text.characters import clean_line, clean_text, has_something_to_see


class SeenLengthValidator(MinLengthValidator):
    """A least length in what people see as one character each; a text longer than `most` is for another validator."""

    def __init__(self, limit_value: int, most: int | None = None) -> None:
        super().__init__(limit_value)
        self.most = most

    def clean(self, x: Any) -> int:
        """Count the characters that can be seen, as far as there must be any."""
        least = int(self.limit_value)
        return least if self.most is not None and len(x) > self.most else graphemes.seen_length(x, least)


class LineField(forms.CharField):
    """One line of text, such as a title."""

    def __init__(self, *, min_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_length = min_length
        if min_length is not None:
            self.validators.append(SeenLengthValidator(min_length, self.max_length))

    def to_python(self, value: Any) -> Any:
        """Clean the text; `empty_value` if it has nothing to see."""
        return _seen(super().to_python(clean_line(value) if isinstance(value, str) else value), self)


class LinesField(forms.CharField):
    """Several lines of text. A browser counts a line break as one character and submits two."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """Clean the text and its line ends; `empty_value` if it has nothing to see."""
        text = clean_text(value).replace("\r\n", "\n") if isinstance(value, str) else value
        return _seen(super().to_python(text), self)


def _seen(text: Any, field: forms.CharField) -> Any:
    return text if not isinstance(text, str) or has_something_to_see(text) else field.empty_value


# For `formfield_overrides` of an admin. Addresses and slugs have stricter fields of their own.
TEXT_FIELDS: Mapping[type["models.Field[Any, Any]"], Mapping[str, Any]] = {
    models.CharField: {"form_class": LineField},
    models.TextField: {"form_class": LinesField},
    models.EmailField: {},
    models.SlugField: {},
    models.URLField: {},
}
