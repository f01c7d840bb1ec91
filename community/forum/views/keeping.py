"""A member whose sign-in ran out while she wrote gets her text back after signing in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from community.core import kept

View = Callable[..., HttpResponse]


def keep_text_of_guests(view: View) -> View:
    """Keep what somebody who is not signed in sends here, before the guard below asks her to sign in.

    The composer's page is told by `back` (a hidden field), or is this very address."""

    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            fields: dict[str, object] = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
            if "topics" in request.POST:
                fields["topics"] = request.POST.getlist("topics")
            kept.keep(request, request.path, fields)
            messages.info(request, _("You were signed out. What you wrote is kept: sign in, and it is here again."))
        return view(request, *args, **kwargs)

    return keeping
