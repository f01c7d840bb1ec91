"""What a pseudonym may look like."""

from collections.abc import Callable
from typing import Any

from django.core.validators import MaxLengthValidator, MinLengthValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

username_validators: list[Callable[[Any], None]] = [
    MinLengthValidator(3),
    MaxLengthValidator(30),
    RegexValidator(
        r"\A[A-Za-z0-9][A-Za-z0-9_-]*\Z",
        message=_("Use letters, numbers, - and _ only, with a letter or number first."),
    ),
]
