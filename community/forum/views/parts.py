"""Parts of a discussion by themselves, at the discussion's own address: ?show=mentors, or ?q=words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.forum.forms import InsideForm
from community.forum.models import Thread
from community.forum.selectors import filters


def part_page(request: HttpRequest, found: Thread) -> HttpResponse | None:
    """The part that ?show= or ?q= asks for; None where the whole discussion is meant."""
    after = request.GET.get("after", "")
    show = request.GET.get("show", "")
    if "q" not in request.GET and show in filters.WAYS:
        part = filters.WAYS[show](found, after, request.user)
        context = {"thread": found, "show": show, "part": part, "after": after, "form": InsideForm()}
        return render(request, "forum/ways_to_read.html", context)
    if "q" not in request.GET:
        return None
    # PostgreSQL refuses to look for the character 0.
    typed = " ".join(request.GET["q"].replace("\0", " ").split())
    form = InsideForm({"q": typed} if typed else None)
    context = {"thread": found, "show": "words", "typed": typed, "after": after, "form": form}
    if not typed:
        return render(request, "forum/ways_to_read.html", context)
    if not form.is_valid():
        return render(request, "forum/ways_to_read.html", context, status=422)
    part = filters.holding(found, typed.split(), after, request.user)
    return render(request, "forum/ways_to_read.html", context | {"part": part})
