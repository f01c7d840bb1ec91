"""Form fields that check a value before it reaches the database."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from community.core.text.parsing import number_in


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows by their keys. A key that no row can have is an invalid choice.

    Django's own field passes every whole number to the database, which raises for one beyond 64 bits."""

    def clean(self, value: Any) -> Any:
        """Return the chosen rows."""
        for key in value if isinstance(value, list | tuple) else ():
            if number_in(str(key)) is None:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": str(key)[:20]}
                )
        return super().clean(value)
