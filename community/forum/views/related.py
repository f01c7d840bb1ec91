"""Discussions related to a discussion or to a page of education, as a page and as the part of another page.

Those pages are cached for many viewers, so they only link here; js/related-threads.js puts the part in its place."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from community.core.access import everyone
from community.core.http.fragments import render_fragment, wants_fragment
from community.core.text.parsing import number_in
from community.forum.models import Thread
from community.forum.selectors import related
from community.forum.views.muted_labels import hidden_page

MOST_SHOWN = 100  # discussions that a page shows already


@require_safe
@everyone
def related_to_thread(request: HttpRequest, pk: int) -> HttpResponse:
    """List what is related to a discussion."""
    found = related.thread_with_version(request.user, pk)
    if found is None:
        raise Http404
    thread, version = found
    if hidden := hidden_page(request, thread):
        return HttpResponse() if wants_fragment(request) else hidden
    threads = related.related_to_thread(thread, version, request.user)
    return _respond(request, threads, about=thread.title, back=thread.get_absolute_url(), group=thread.group)


@require_safe
@everyone
def related_to_page(request: HttpRequest, condition: str, tab: str) -> HttpResponse:
    """List what is related to a page of education, or to its section in ?section=, but those in ?shown=."""
    found = related.page_with_headings(condition, tab, slugify(request.GET.get("section", "")))
    if found is None:
        raise Http404
    page, sections, version = found
    headings = [f"{page.condition.title} {section.shown_heading}" for section in sections]
    threads = related.related_to_headings(headings, version, request.user, _shown_already(request))
    about = sections[0].shown_heading if "section" in request.GET and sections else page.condition.title
    return _respond(request, threads, about=about, back=page.get_absolute_url())


@require_safe
@everyone
def related_to_procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """List what is related to a test or treatment."""
    found = related.procedure_with_version(slug)
    if found is None:
        raise Http404
    procedure, version = found
    threads = related.related_to_headings([procedure.title], version, request.user)
    return _respond(request, threads, about=procedure.title, back=procedure.get_absolute_url())


def _shown_already(request: HttpRequest) -> list[int]:
    """The keys in ?shown=12.45, of discussions that the page shows in another part."""
    keys = (number_in(key) for key in request.GET.get("shown", "").split(".")[:MOST_SHOWN])
    return [key for key in keys if key is not None]


def _respond(request: HttpRequest, threads: Sequence[Thread], **page: Any) -> HttpResponse:
    return render_fragment(request, "forum/related.html", "related", {"threads": threads, **page})
