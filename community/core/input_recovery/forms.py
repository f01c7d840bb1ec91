"""Declare which forms a view accepts, so that submitted input can be restored by the forms' own fields.

A view of ours declares them with `accepts_forms`; for a view of another package, settings.VIEW_FORMS names the form by
URL name. Only the classes are read: no form is instantiated, so nothing here needs the database or a session.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.module_loading import import_string

type FormClass = type[forms.BaseForm]
type Fields = Mapping[str, forms.Field]


def accepts_forms[View: Callable[..., Any]](
    *without_prefix: FormClass, **by_prefix: FormClass
) -> Callable[[View], View]:
    """Declare the forms that a view reads from request.POST; a keyword is the prefix of its form."""

    def declare(view: View) -> View:
        vars(view)["accepted_forms"] = (*(("", form) for form in without_prefix), *by_prefix.items())
        return view

    return declare


def declared_fields(request: HttpRequest) -> dict[str, forms.Field]:
    """Map the names in a submitted form to the fields of the forms that the request's view accepts."""
    match = request.resolver_match or _resolve(request)
    if match is None:
        return {}
    accepted = getattr(match.func, "accepted_forms", ())
    if path := settings.VIEW_FORMS.get(match.view_name):
        accepted = (*accepted, ("", import_string(path)))
    return {
        f"{prefix}-{name}" if prefix else name: field
        for prefix, form in accepted
        for name, field in fields_of(form).items()
    }


def fields_of(form: FormClass) -> Fields:
    """Return a form class's fields; a form that adds or relabels fields in __init__ has `fields_to_restore`."""
    dynamic: Callable[[], Fields] | None = getattr(form, "fields_to_restore", None)
    return dynamic() if dynamic else form.base_fields  # type: ignore[attr-defined]  # set by the metaclass


def is_multiple(field: forms.Field) -> bool:
    """Return whether the field's value is a list, such as that of several checkboxes."""
    widget = field.widget
    return getattr(widget, "allow_multiple_selected", False) or isinstance(widget, forms.MultipleHiddenInput)


def _resolve(request: HttpRequest) -> ResolverMatch | None:
    """Resolve the address of a request that failed in a middleware, before Django resolved it."""
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None
