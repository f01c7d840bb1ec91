"""What a discussion or a post may be about that some people cannot read on some days."""

from enum import IntFlag
from typing import Any

from django import forms
from django.db.models import F, IntegerField, Q
from django.db.models.expressions import Combinable, ExpressionWrapper
from django.db.models.lookups import Exact, GreaterThan
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.core.text.parsing import number_in


class Label(IntFlag):
    """One bit a label, so that a row keeps all of its labels, and a member all that she hides, in one number."""

    PROGNOSIS = 1
    DEATH = 2
    RECURRENCE = 4
    DETAIL = 8


WORDS: dict[Label, Promise] = {
    Label.PROGNOSIS: _("Prognosis"),
    Label.DEATH: _("Death and grief"),
    Label.RECURRENCE: _("News of a recurrence"),
    Label.DETAIL: _("Graphic detail"),
}
ALL = sum(WORDS)


def words(labels: int) -> list[Promise]:
    """What the labels in this number are called, in the order in which they are offered."""
    return [word for label, word in WORDS.items() if labels & label]


def listed(labels: int) -> Promise:
    """The labels one after another, in the language of whoever reads it."""
    return format_lazy(", ".join(["{}"] * len(words(labels))), *words(labels))


def has_none_of(labels: int, field: str = "labels") -> Q:
    """The condition on rows that says: none of these labels is in `field`. Empty for no labels."""
    return Q(Exact(_shared(field, labels), 0)) if labels else Q()


def has_some_of(labels: int | Combinable, field: str = "labels") -> Q:
    """The condition on rows that says: one of these labels, a number or a column, is in `field`."""
    return Q(GreaterThan(_shared(field, labels), 0))


def _shared(field: str, labels: Any) -> "ExpressionWrapper[Any]":
    """Which of `labels` are in a column, as a number."""
    return ExpressionWrapper(F(field).bitand(labels), output_field=IntegerField())


class LabelsField(forms.TypedMultipleChoiceField):
    """Any of the labels as boxes to tick. Its value, also the initial one, is their number."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        choices = [(str(int(label)), word) for label, word in WORDS.items()]
        super().__init__(choices=choices, coerce=int, **{"required": False, **kwargs})

    def prepare_value(self, value: Any) -> list[str]:
        """The ticked boxes of a number; what a form sent stays as it is."""
        if isinstance(value, int):
            return [str(int(label)) for label in WORDS if value & label]
        return [value] if isinstance(value, str) else list(value or [])

    def clean(self, value: Any) -> int:
        """The number of all that are ticked."""
        return sum(set(super().clean(value)))


def labels_in(text: str) -> int:
    """The labels that a number in an address names; 0 for one that names none."""
    return (number_in(text) or 0) & ALL
