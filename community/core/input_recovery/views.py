"""Give a member whose sign-in expired the submitted text back after signing in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from community.core.input_recovery.forms import Fields, declared_fields, is_multiple
from community.core.input_recovery.stash import stash

View = Callable[..., HttpResponse]


def stash_input_of_guests(view: View) -> View:
    """Stash what a signed-out visitor submits, before the access check inside asks for signing in.

    The sign-in leads back to this address by GET, where the form contains the stashed text."""

    @wraps(view)
    def stashing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            stash_submitted(request, _("You were signed out. What you wrote is saved: sign in, and it is here again."))
        return view(request, *args, **kwargs)

    return restores_input(stashing)


def restores_input(view: View) -> View:
    """Declare that the view's form, opened by GET, contains the stashed input."""
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
