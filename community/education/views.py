"""Education pages over HTTP. Guests get them without a cookie: no form here asks for a token."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from community.core.access import everyone
from community.core.caching.page_cache import shared, version_named
from community.core.caching.shell_cache import render_shell
from community.education.models import Condition, Page, Procedure, Section


@shared("discussions")
@require_safe
@everyone
def learn(request: HttpRequest) -> HttpResponse:
    """All conditions with something to read, and all tests and treatments."""
    return _render(request, "education/learn.html", _all)


def _all() -> dict[str, Any]:
    pages = Prefetch("pages", queryset=Page.objects.published().select_related("condition"))
    return {
        "conditions": Condition.objects.published().prefetch_related(pages),
        "procedures": Procedure.objects.published().defer("html").order_by(Lower("title")),
    }


@require_safe
@everyone
def condition(request: HttpRequest, condition: str) -> HttpResponse:
    """A condition's own address leads to its first page."""
    first = Page.objects.published().filter(condition__slug=condition).select_related("condition").first()
    if first is None:
        raise Http404
    return redirect(first)


@shared("discussions")
@require_safe
@everyone
def learn_page(request: HttpRequest, condition: str, tab: str) -> HttpResponse:
    """One page of a condition, with its tabs and all that stands beside it."""
    return _render(request, "education/page.html", lambda: _page(condition, tab))


def _page(condition: str, tab: str) -> dict[str, Any]:
    tabs = list(Page.objects.published().filter(condition__slug=condition).select_related("condition"))
    page = next((each for each in tabs if each.slug == tab), None)
    if page is None:
        raise Http404
    sections = list(page.sections.prefetch_related("topics"))
    shows_departments = any(section.followed_by == Section.Block.DEPARTMENTS for section in sections)
    return {
        "condition": page.condition,
        "page": page,
        "tabs": tabs,
        "sections": sections,
        "references": page.references.all(),
        "resources": list(page.condition.resources.all()),
        "departments": page.condition.departments.all() if shows_departments else [],
        "procedures": [link.procedure for link in page.condition.procedure_links.for_display()],
    }


@shared("discussions")
@require_safe
@everyone
def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """A procedure's own short page."""
    return _render(request, "education/procedure.html", lambda: _procedure(slug))


def _procedure(slug: str) -> dict[str, Any]:
    found = get_object_or_404(Procedure.objects.published(), slug=slug)
    return {"procedure": found, "conditions": Condition.objects.published().filter(procedures=found)}


def _render(request: HttpRequest, template: str, found: Callable[[], dict[str, Any]]) -> HttpResponse:
    """The page that shows what is `found`, the same for many. Raises Http404 where nothing is."""
    return render_shell(request, template, found, {}, key=(), version=version_named("discussions", request))
