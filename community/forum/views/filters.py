"""Show some posts of a thread at the thread's own address: ?show=mentors, or ?q=words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.core.text.characters import clean_line
from community.forum.forms.reading import ThreadSearchForm
from community.forum.selectors import filters
from community.forum.selectors.thread_page import ThreadPage
from community.search.query import parse
from community.search.synonyms import synonyms

TEMPLATE = "forum/filtered.html"


def filtered_page(request: HttpRequest, page: ThreadPage) -> HttpResponse | None:
    """Render the posts that ?show= or ?q= asks for; None when the request asks for neither."""
    thread = page.thread
    after, show = request.GET.get("after", ""), request.GET.get("show", "")
    if "q" in request.GET:
        return _search_page(request, page, after)
    if show not in filters.FILTERS:
        return None
    part = filters.FILTERS[show](thread, after, request.user)
    return render(
        request, TEMPLATE, {"thread": thread, "show": show, "part": part, "after": after, "form": ThreadSearchForm()}
    )


def _search_page(request: HttpRequest, page: ThreadPage, after: str) -> HttpResponse:
    thread = page.thread
    typed = " ".join(clean_line(request.GET["q"]).split())
    form = ThreadSearchForm({"q": typed} if typed else None)
    context = {"thread": thread, "show": "words", "typed": typed, "after": after, "form": form}
    if not typed:
        return render(request, TEMPLATE, context)
    if not form.is_valid():
        return render(request, TEMPLATE, context, status=422)
    query = parse(typed, synonyms(page.site_version))
    part = filters.containing(thread, query.readings, after, request.user)
    return render(request, TEMPLATE, context | {"part": part})
