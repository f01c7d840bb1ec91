"""Validate usernames."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinLengthValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

# Names that suggest speaking for the community: one of these words, or several, such as "Support-Team".
RESERVED = re.compile(
    r"(?:the|official|your)*(?:(?:admin|administrator|alongside|contact|editor|help|helpdesk|host|mentor|mod|moderation"
    r"|moderator|owner|root|security|staff|support|system|team|webmaster)s?(?:official)?)+",
    re.IGNORECASE,
)


def check_not_reserved(name: str) -> None:
    """Raise ValidationError for a name reserved for the team, also with digits, - or _ in it.

    It is checked at sign-up only: the team's own accounts are created by command."""
    if RESERVED.fullmatch(re.sub(r"[\d_-]", "", name)):
        raise ValidationError(_("This name is reserved for the team. Choose another one."))


def check_no_spaces(name: str) -> None:
    """Raise ValidationError for a space in a name, which "use only letters" does not say clearly enough."""
    if re.search(r"\s", name):
        raise ValidationError(_("A username can’t have spaces. You can use - or _ instead."))


username_validators: list[Callable[[Any], None]] = [
    MinLengthValidator(3),
    MaxLengthValidator(30),
    RegexValidator(
        r"\A[A-Za-z0-9][A-Za-z0-9_-]*\Z",
        message=_("Use only letters, numbers, - and _. Start with a letter or number."),
    ),
]
sign_up_validators = [check_no_spaces, *username_validators, check_not_reserved]
