"""Do not lose what a member wrote when their sign-in has expired, or when the thread or post is gone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from community.composing.composer_text import composer_text
from community.core.input_recovery.views import stash_input_of_guests

View = Callable[..., HttpResponse]


def never_lose_text(view: View) -> View:
    """Stash the input of signed-out members; where the view answers 404, show the text for copying."""

    @wraps(view)
    def recovering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.method != "POST":
                raise
            body = composer_text(request.POST.get("body", ""), rich=bool(request.POST.get("rich"))).plain
            text = "\n\n".join(filter(None, [request.POST.get("title", ""), body, request.POST.get("note", "")]))
            return render(request, "forum/gone.html", {"text": text}, status=404)

    return stash_input_of_guests(recovering)
