"""A member whose sign-in ran out while she wrote gets her text back after signing in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from community.core.input_recovery.stash import stash

View = Callable[..., HttpResponse]
# The fields of our forms with several values: forum/forms.py, moderation/forms.py.
SEVERAL = {"topics", "labels", "label_thread-labels", "label_post-labels"}


def stash_input_of_guests(view: View) -> View:
    """Keep what somebody who is not signed in sends here, before the guard below asks her to sign in.

    She comes back to this very address by GET, which leads to the form with her text in it (core/input_recovery/stash.py)."""

    @wraps(view)
    def stashing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            stash_submitted(request, _("You were signed out. What you wrote is kept: sign in, and it is here again."))
        return view(request, *args, **kwargs)

    return restores_input(stashing)


def restores_input(view: View) -> View:
    """Declare that the view's form, opened by GET, has in it what was kept."""
    vars(view)["restores_input"] = True
    return view


def stash_submitted(request: HttpRequest, sentence: str) -> None:
    """Keep the fields of a form until its address is opened again, and say so with `sentence`."""
    if stash(request, request.path, restorable_fields(request.POST)):
        messages.info(request, sentence)


def restorable_fields(sent: QueryDict) -> dict[str, Any]:
    """The fields of a form that was sent, ready to be what a fresh one begins with."""
    fields = {name: values if name in SEVERAL else values[-1] for name, values in sent.lists() if values}
    return {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}
