"""What a member wrote is never lost: neither when her reaction-in ran out, nor when what she answered is gone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from community.composing.typed import typed
from community.core.input_recovery.views import stash_input_of_guests

View = Callable[..., HttpResponse]


def never_lose_text(view: View) -> View:
    """Keep the text of somebody who has to reaction in again; show it for copying where its place is not there any more."""

    @wraps(view)
    def careful(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.method != "POST":
                raise
            words = typed(request.POST.get("body", ""), rich=bool(request.POST.get("rich"))).words
            text = "\n\n".join(filter(None, [request.POST.get("title", ""), words, request.POST.get("note", "")]))
            return render(request, "forum/gone.html", {"text": text}, status=404)

    return stash_input_of_guests(careful)
