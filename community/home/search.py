"""The search page: discussions and articles in one list, best first."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.core.access import everyone
from community.core.text.characters import clean_line
from community.core.text.parsing import number_in
from community.education.models import Topic
from community.forum.selectors.groups import groups_for
from community.home.forms import SearchForm
from community.home.search_results import search_for
from community.members.selectors import find_members


@require_safe
@everyone
def search(request: HttpRequest) -> HttpResponse:
    """Search for ?q=, narrowed by the other fields of the form; ?page= is the page of the results."""
    typed = " ".join(clean_line(request.GET.get("q", "")).split())
    groups, topics = list(groups_for(request.user)), list(Topic.objects.all())
    form = SearchForm({**request.GET.dict(), "q": typed} if typed else None, groups=groups, topics=topics)
    context = {"form": form, "typed": typed, "groups": groups, "topics": topics}
    if not typed:
        return render(request, "search/search.html", context)
    if not form.is_valid():
        return render(request, "search/search.html", context, status=422)
    page = number_in(request.GET.get("page", "")) or 1
    results = search_for(typed, request.user, form.filters, only=form.cleaned_data["only"], page=page)
    if results.page == 1 and not form.is_narrowed:
        context["people"] = find_members(typed)
    context |= {"results": results, "without_page": _without_page(request.GET)}
    return render(request, "search/search.html", context)


def _without_page(asked: QueryDict) -> str:
    """The query of the page's own address, for the links to its other pages."""
    query = asked.copy()
    query.pop("page", None)
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return query.urlencode()
