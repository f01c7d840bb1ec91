"""Content warnings: labels for threads and posts on subjects that some people avoid for a while."""

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
    """One bit per label, so that a row's labels, or a member's muted labels, fit into one integer column."""

    PROGNOSIS = 1
    DEATH = 2
    RECURRENCE = 4
    DETAIL = 8


NAMES: dict[Label, Promise] = {
    Label.PROGNOSIS: _("Prognosis"),
    Label.DEATH: _("Death and grief"),
    Label.RECURRENCE: _("News of a recurrence"),
    Label.DETAIL: _("Graphic detail"),
}
ALL_LABELS = sum(NAMES)


def label_names(labels: int) -> list[Promise]:
    """Return the names of the labels in a bit mask, in the order of the form."""
    return [name for label, name in NAMES.items() if labels & label]


def list_of_names(labels: int) -> Promise:
    """Join the labels' names with commas, translated when rendered."""
    names = label_names(labels)
    return format_lazy(", ".join(["{}"] * len(names)), *names)


def has_none_of(labels: int, field: str = "labels") -> Q:
    """Build the condition that `field` has none of these labels; empty for no labels."""
    return Q(Exact(_in_common(field, labels), 0)) if labels else Q()


def has_some_of(labels: int | Combinable, field: str = "labels") -> Q:
    """Build the condition that `field` has at least one of these labels, a bit mask or a column."""
    return Q(GreaterThan(_in_common(field, labels), 0))


def _in_common(field: str, labels: Any) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(F(field).bitand(labels), output_field=IntegerField())


class LabelsField(forms.TypedMultipleChoiceField):
    """Checkboxes for labels. Both the initial and the cleaned value are a bit mask."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        choices = [(str(int(label)), name) for label, name in NAMES.items()]
        super().__init__(choices=choices, coerce=int, **{"required": False, **kwargs})

    def prepare_value(self, value: Any) -> list[str]:
        """Convert a bit mask to the values of the ticked boxes; submitted values stay as they are."""
        if isinstance(value, int):
            return [str(int(label)) for label in NAMES if value & label]
        return [value] if isinstance(value, str) else list(value or [])

    def clean(self, value: Any) -> int:
        """Combine the ticked labels into a bit mask."""
        return sum(set(super().clean(value)))


def parse_labels(text: str) -> int:
    """Parse a bit mask from a URL parameter, without unknown bits; 0 for anything else."""
    return (number_in(text) or 0) & ALL_LABELS
