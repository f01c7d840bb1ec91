"""Give a member whose sign-in expired the submitted text back after signing in."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict

from community.core.input_recovery.forms import Fields, declared_fields, is_multiple
from community.core.input_recovery.stash import stash

View = Callable[..., HttpResponse]


def restores_input(view: View) -> View:
    """Declare that the view's form, opened by GET, contains the stashed input.

    Where a visitor must sign in or pass a second factor first, what they submitted to such a view is stashed."""
    vars(view)["restores_input"] = True
    return view


def stash_submitted(request: HttpRequest, message: str) -> None:
    """Stash the submitted fields until their address is opened again, and show `message`."""
    if stash(request, request.path, restorable_fields(request.POST, declared_fields(request))):
        messages.info(request, message)


def restorable_fields(submitted: QueryDict, declared: Fields) -> dict[str, Any]:
    """Convert submitted values to initial data for a form.

    A field that `declared` knows is a list or one value as its widget has it. Any other is a list if it was sent more
    than once."""
    return {
        name: values if _is_list(declared.get(name), values) else values[-1]
        for name, values in submitted.lists()
        if values and name != "csrfmiddlewaretoken"
    }


def _is_list(field: Any, values: list[str]) -> bool:
    return is_multiple(field) if field else len(values) > 1
