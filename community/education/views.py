"""Education pages. They contain no form with a CSRF token, so guests get them without a cookie."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from community.core.access import everyone
from community.core.caching.page_cache import shared, version_named
from community.core.caching.shell_cache import render_shell
from community.core.text.folding import fold
from community.education.models import Condition, Page, Procedure, Section


@shared("discussions")
@require_safe
@everyone
def learn(request: HttpRequest) -> HttpResponse:
    """List published conditions and procedures."""
    return _render(request, "education/learn.html", _learn_context)


def _learn_context() -> dict[str, Any]:
    pages = Prefetch("pages", queryset=Page.objects.published().select_related("condition"))
    return {
        "conditions": Condition.objects.published().prefetch_related(pages),
        "procedures": sorted(Procedure.objects.published().defer("html"), key=lambda each: fold(each.title)),
    }


@require_safe
@everyone
def condition(request: HttpRequest, condition: str) -> HttpResponse:
    """Redirect to the condition's first page."""
    first_page = Page.objects.published().filter(condition__slug=condition).select_related("condition").first()
    if first_page is None:
        raise Http404
    return redirect(first_page)


@shared("discussions")
@require_safe
@everyone
def learn_page(request: HttpRequest, condition: str, tab: str) -> HttpResponse:
    """Show a page of a condition, with its tabs, references, resources and procedures."""
    return _render(request, "education/page.html", lambda: _page_context(condition, tab))


def _page_context(condition: str, tab: str) -> dict[str, Any]:
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
    """Show the page of a procedure."""
    return _render(request, "education/procedure.html", lambda: _procedure_context(slug))


def _procedure_context(slug: str) -> dict[str, Any]:
    procedure = get_object_or_404(Procedure.objects.published(), slug=slug)
    return {"procedure": procedure, "conditions": Condition.objects.published().filter(procedures=procedure)}


def _render(request: HttpRequest, template: str, load: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Render a page as a cached shell; `load` returns its context, and raises Http404 if there is no such page."""
    return render_shell(request, template, load, {}, key=(), version=version_named("discussions", request))
