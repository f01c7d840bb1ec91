"""Our own sentences for what Django's forms find wrong: what to do next, as somebody would say it.

Django's are for programmers ("Ensure this value has at least 3 characters (it has 1)."). They are class attributes, so
that one place replaces them for every form: ours, allauth's and the admin's. A field that knows more says more, by its
`error_messages`."""

from typing import Any

from django import forms
from django.core import validators
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_ANOTHER_CHOICE = _("You can’t choose this any more. Choose something else.")
_EMPTY = _("Fill this in.")
_NUMBER = _("Enter a number, like 12 or 12.5.")
_DATE = _("Enter a date, like 2025-07-16.")
_TIME = _("Enter a time, like 14:30.")
_EMAIL = _("Enter an email address, like name@example.org.")
_WEB = _("Enter a web address, like https://example.org.")
_NAME = _("Use letters, numbers, - and _ only.")
_FILE_AGAIN = _("Choose the file again.")
_RELOAD = _("This page is out of date. Reload it.")

FIELDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _EMPTY},
    forms.BooleanField: {"required": _("Tick this box.")},
    forms.ChoiceField: {"required": _("Choose one."), "invalid_choice": _ANOTHER_CHOICE},
    forms.MultipleChoiceField: {
        "required": _("Choose at least one."),
        "invalid_choice": _ANOTHER_CHOICE,
        "invalid_list": _ANOTHER_CHOICE,
    },
    forms.ModelChoiceField: {"invalid_choice": _ANOTHER_CHOICE},
    forms.ModelMultipleChoiceField: {
        "required": _("Choose at least one."),
        "invalid_choice": _ANOTHER_CHOICE,
        "invalid_list": _ANOTHER_CHOICE,
        "invalid_pk_value": _ANOTHER_CHOICE,
    },
    forms.IntegerField: {"invalid": _("Enter a whole number, like 12.")},
    forms.FloatField: {"invalid": _NUMBER},
    forms.DecimalField: {"invalid": _NUMBER},
    forms.DateField: {"invalid": _DATE},
    forms.TimeField: {"invalid": _TIME},
    forms.DateTimeField: {"invalid": _("Enter a date and a time, like 2025-07-16 14:30.")},
    forms.SplitDateTimeField: {"invalid_date": _DATE, "invalid_time": _TIME},
    forms.DurationField: {"invalid": _("Enter how long, like 1:30:00."), "overflow": _("This is too long.")},
    forms.URLField: {"invalid": _WEB},
    forms.FileField: {
        "required": _("Choose a file."),
        "invalid": _FILE_AGAIN,
        "missing": _FILE_AGAIN,
        "empty": _("This file is empty. Choose another one."),
        "max_length": ngettext_lazy(
            "The name of this file is too long. Use %(max)d character or fewer.",
            "The name of this file is too long. Use %(max)d characters or fewer.",
            "max",
        ),
        "contradiction": _("Choose a file or tick the box to remove it, but not both."),
    },
    forms.ImageField: {"invalid_image": _("We can’t read this picture. Choose another one.")},
    forms.MultiValueField: {"invalid": _ANOTHER_CHOICE, "incomplete": _("Fill in every part.")},
    forms.UUIDField: {"invalid": _RELOAD},
    forms.JSONField: {"invalid": _("Enter valid JSON.")},
}
VALIDATORS: list[tuple[Any, Any]] = [
    (validators.RegexValidator, _("We can’t use this. Check what you entered.")),
    (validators.URLValidator, _WEB),
    (validators.EmailValidator, _EMAIL),
    (validators.DomainNameValidator, _("Enter a domain, like example.org.")),
    (
        validators.MinLengthValidator,
        ngettext_lazy(
            "Use %(limit_value)d character or more.", "Use %(limit_value)d characters or more.", "limit_value"
        ),
    ),
    (
        validators.MaxLengthValidator,
        ngettext_lazy(
            "Use %(limit_value)d character or fewer. You’ve used %(show_value)d.",
            "Use %(limit_value)d characters or fewer. You’ve used %(show_value)d.",
            "limit_value",
        ),
    ),
    (validators.MinValueValidator, _("Enter %(limit_value)s or more.")),
    (validators.MaxValueValidator, _("Enter %(limit_value)s or less.")),
    (validators.StepValueValidator, _("Enter a multiple of %(limit_value)s.")),
    (validators.ProhibitNullCharactersValidator, _("Type this again. It has characters we can’t show.")),
    (validators.FileExtensionValidator, _("You can’t use this type of file: %(extension)s. Choose another one.")),
    (validators.validate_slug, _NAME),
    (validators.validate_unicode_slug, _NAME),
    (validators.validate_integer, _("Enter a whole number, like 12.")),
]
DECIMALS: list[tuple[str, Any]] = [
    ("invalid", _NUMBER),
    ("max_digits", _("Use %(max)s digits or fewer.")),
    ("max_decimal_places", _("Use %(max)s digits or fewer after the decimal point.")),
    ("max_whole_digits", _("Use %(max)s digits or fewer before the decimal point.")),
]
# Rows are checked by their models too, in the admin.
MODELS: dict[type["models.Field[Any, Any]"], dict[str, Any]] = {
    models.Field: {
        "invalid_choice": _ANOTHER_CHOICE,
        "null": _EMPTY,
        "blank": _EMPTY,
        "unique": _("This is already in use. Choose another one."),
    },
    models.ForeignKey: {"invalid": _ANOTHER_CHOICE},
}


def use_our_sentences() -> None:
    """Replace Django's sentences. Called once, before any form is made."""
    for field, sentences in [*FIELDS.items(), *MODELS.items()]:
        own = vars(field).get("default_error_messages", {})
        setattr(field, "default_error_messages", own | sentences)  # noqa: B010
    for validator, sentence in VALIDATORS:
        validator.message = sentence
    validators.DecimalValidator.messages = dict(DECIMALS)
