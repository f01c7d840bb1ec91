"""The search page, discussions and articles in one list, best first; and what is suggested while a search is typed."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.core.access import everyone
from community.core.models import current_site_version
from community.core.text.characters import clean_line
from community.core.text.parsing import number_in
from community.education.search import topics
from community.forum.selectors.groups import group_choices
from community.home.forms import SearchForm
from community.home.next_steps import next_steps
from community.home.search_results import search_for
from community.home.suggestions import suggestions_for
from community.members.selectors import find_members

LONGEST_SUGGESTED_FOR = 100  # characters, as many as the box takes


@require_safe
@everyone
def search(request: HttpRequest) -> HttpResponse:
    """Search for ?q=, narrowed by the other fields of the form; ?page= is the page of the results."""
    typed = " ".join(clean_line(request.GET.get("q", "")).split())
    version = current_site_version()
    groups, on = group_choices(request.user), topics(version)
    form = SearchForm({**request.GET.dict(), "q": typed} if typed else None, groups=groups, topics=on)
    context = {"form": form, "typed": typed, "groups": groups, "topics": on}
    if not typed:
        return render(request, "search/search.html", context)
    if not form.is_valid():
        return render(request, "search/search.html", context, status=422)
    page = number_in(request.GET.get("page", "")) or 1
    results = search_for(typed, request.user, form.filters, version, only=form.cleaned_data["only"], page=page)
    if results.page == 1 and not form.is_narrowed:
        context["people"] = find_members(typed)
    context |= {"results": results, "without_page": _without_page(request.GET)}
    if not results.count:
        context["next_steps"] = next_steps(results, request.user, on, is_narrowed=form.is_narrowed)
    return render(request, "search/search.html", context)


@require_safe
@never_cache
@everyone
def suggestions(request: HttpRequest) -> HttpResponse:
    """The options of the list below a search box while ?q= is typed; empty when there are none."""
    typed = clean_line(request.GET.get("q", ""))[:LONGEST_SUGGESTED_FOR].strip()
    return render(request, "search/_suggestions.html", {"suggestions": suggestions_for(typed, request.user)})


def _without_page(asked: QueryDict) -> str:
    """The query of the page's own address, for the links to its other pages."""
    query = asked.copy()
    query.pop("page", None)
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return query.urlencode()
