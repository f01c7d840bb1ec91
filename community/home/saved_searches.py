"""A member's saved searches: save one, list them, look at its results, remove it and undo that."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.core.access import MemberRequest, members
from community.core.models import current_site_version
from community.core.text.characters import clean_line
from community.education.search import topics
from community.forum.selectors.groups import group_choices
from community.home import operations
from community.home.forms import SearchForm
from community.home.models import SavedSearch
from community.home.operations.saved_searches import TooManySearches
from community.home.saved_search_rows import saved_search_rows
from community.notifications import operations as notifications

REMOVED = "removed_search"  # session key: the search removed last, until another page of the list is opened


@require_safe
@members
def saved_searches(request: MemberRequest) -> HttpResponse:
    """List the member's saved searches, newest first; `?removed` offers to undo the last removal."""
    removed = "removed" in request.GET
    if not removed and REMOVED in request.session:
        del request.session[REMOVED]
    page = {"rows": saved_search_rows(request.user), "undo": removed and REMOVED in request.session}
    return render(request, "search/saved_searches.html", page)


@require_POST
@members
def save_search(request: MemberRequest) -> HttpResponse:
    """Save the search that was sent; one that cannot be saved goes back to its page."""
    typed = " ".join(clean_line(request.POST.get("q", "")).split())
    fields = {**request.POST.dict(), "q": typed}
    form = SearchForm(fields, groups=group_choices(request.user), topics=topics(current_site_version()))
    if not typed or not form.is_valid() or not form.can_be_saved:
        query = QueryDict(mutable=True)
        query.update({name: fields[name] for name in form.fields if fields.get(name)})
        return redirect(f"{reverse('search')}?{query.urlencode()}")
    try:
        _search, is_new = operations.save_search(request.user, typed, form.given)
    except TooManySearches as refused:
        messages.error(request, str(refused))
        return redirect("saved_searches")
    if is_new:
        messages.success(request, _("Saved. We’ll tell you when there’s a new result."))
    else:
        messages.info(request, _("You’ve already saved this search. We’ll tell you when there’s a new result."))
    return redirect("saved_searches")


@require_safe
@members
def open_search(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark what is new in a saved search as read, and redirect to its results."""
    search = get_object_or_404(SavedSearch.objects.filter(member=request.user), pk=pk)
    notifications.read_open(request.user, [search.key])
    return redirect(search.url)


@require_POST
@members
def remove_search(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove a saved search; it can be put back. A second click has nothing to do."""
    search = SavedSearch.objects.filter(member=request.user, pk=pk).first()
    if search:
        request.session[REMOVED] = {"words": search.words, "filters": search.filters}
        operations.remove_search(search)
        messages.success(request, _("Removed. We won’t tell you about this search any more."))
    return redirect(f"{reverse('saved_searches')}?removed=yes")


@require_POST
@members
def restore_search(request: MemberRequest) -> HttpResponse:
    """Undo the last removal."""
    if removed := request.session.pop(REMOVED, None):
        try:
            operations.save_search(request.user, removed["words"], removed["filters"])
            messages.success(request, _("Added back to your saved searches."))
        except TooManySearches as refused:
            messages.error(request, str(refused))
    return redirect("saved_searches")
