"""A small search in titles, until the search app of floor 3 takes its place.

Words are compared with the titles of the discussions that were active last, never of all; which these are is read from
an index on their dates (thread_lately)."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.core.access import everyone
from community.education.models import Condition, Page, Procedure, Section
from community.education.models.page import ORGANISATION
from community.forum.models import Thread
from community.forum.models.group import Viewer
from community.forum.selectors.groups import groups_for
from community.forum.selectors.similar import AMONG
from community.forum.selectors.unread import with_new
from community.home.forms import SearchForm

SHOWN = 30


@dataclass(frozen=True)
class Found:
    """What has the words in its title. `more` says that there are discussions beyond those shown."""

    threads: list[Thread] = field(default_factory=list)
    more: bool = False
    conditions: list[Condition] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    procedures: list[Procedure] = field(default_factory=list)

    @property
    def reading(self) -> int:
        """How many conditions, pages, sections and procedures."""
        return len(self.conditions) + len(self.pages) + len(self.sections) + len(self.procedures)

    @property
    def count(self) -> int:
        """How much there is in all, as far as it is shown."""
        return len(self.threads) + self.reading


@require_safe
@everyone
def search(request: HttpRequest) -> HttpResponse:
    """Discussions and pages whose titles hold every word of ?q=."""
    # PostgreSQL refuses to look for the character 0.
    typed = " ".join(request.GET.get("q", "").replace("\0", " ").split())
    form = SearchForm({"q": typed} if typed else None)
    if typed and not form.is_valid():
        return render(request, "search/search.html", {"form": form, "among": AMONG}, status=422)
    found = _look_for(typed.split(), request.user) if typed else None
    nothing = found is not None and not found.count
    context = {
        "form": form,
        "typed": typed,
        "found": found,
        "among": AMONG,
        "groups": groups_for(request.user) if nothing else [],
    }
    return render(request, "search/search.html", context)


def _look_for(words: list[str], viewer: Viewer) -> Found:
    """The discussions, in one statement and one for their topics, and education in four."""
    lately = Thread.objects.listed_for(viewer).lately(AMONG)
    threads = Thread.objects.filter(_holds("title", words), pk__in=lately).for_display()
    rows = list(with_new(threads, viewer).order_by("-last_activity_at", "-pk")[: SHOWN + 1])
    pages = Page.objects.published().select_related("condition")
    sections = Section.objects.published().select_related("page__condition").defer("html")
    return Found(
        threads=rows[:SHOWN],
        more=len(rows) > SHOWN,
        conditions=list(Condition.objects.published().filter(_holds("title", words))[:SHOWN]),
        pages=list(pages.annotate(as_read=_as_read("title")).filter(_holds("as_read", words))[:SHOWN]),
        sections=list(sections.annotate(as_read=_as_read("heading")).filter(_holds("as_read", words))[:SHOWN]),
        procedures=list(Procedure.objects.published().defer("html").filter(_holds("title", words))[:SHOWN]),
    )


def _holds(column: str, words: list[str]) -> Q:
    """The condition that every word stands in the column, in capitals or not."""
    return Q(*[Q(**{f"{column}__icontains": word}) for word in words])


def _as_read(column: str) -> Replace:
    """The column as readers see it: with the organisation's name in its place."""
    return Replace(F(column), Value(ORGANISATION), Value(settings.ORGANISATION_NAME))
