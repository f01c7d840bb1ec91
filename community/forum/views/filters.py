"""Show some posts of a thread at the thread's own address: ?show=mentors, or ?q=words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.core.text.characters import clean_line
from community.core.text.folding import folded_words
from community.forum.forms.reading import ThreadSearchForm
from community.forum.models import Thread
from community.forum.selectors import filters

TEMPLATE = "forum/filtered.html"


def filtered_page(request: HttpRequest, thread: Thread) -> HttpResponse | None:
    """Render the posts that ?show= or ?q= asks for; None when the request asks for neither."""
    after, show = request.GET.get("after", ""), request.GET.get("show", "")
    if "q" in request.GET:
        return _search_page(request, thread, after)
    if show not in filters.FILTERS:
        return None
    part = filters.FILTERS[show](thread, after, request.user)
    return render(
        request, TEMPLATE, {"thread": thread, "show": show, "part": part, "after": after, "form": ThreadSearchForm()}
    )


def _search_page(request: HttpRequest, thread: Thread, after: str) -> HttpResponse:
    typed = " ".join(clean_line(request.GET["q"]).split())
    form = ThreadSearchForm({"q": typed} if typed else None)
    context = {"thread": thread, "show": "words", "typed": typed, "after": after, "form": form}
    if not typed:
        return render(request, TEMPLATE, context)
    if not form.is_valid():
        return render(request, TEMPLATE, context, status=422)
    return render(
        request, TEMPLATE, context | {"part": filters.containing(thread, folded_words(typed), after, request.user)}
    )
