"""Search titles; a search app in layer 3 is to replace it.

Words are compared with the titles of the last active threads only, which an index on their dates finds (thread_lately).
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.db.models.lookups import Contains
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.core.access import everyone
from community.core.text.characters import clean_line
from community.core.text.folding import Fold, folded_words
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
class Results:
    """What has the words in its title; `more` when not all matching threads are shown."""

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
        """How many results are shown."""
        return len(self.threads) + self.reading


@require_safe
@everyone
def search(request: HttpRequest) -> HttpResponse:
    """List threads and education pages whose titles contain every word of ?q=."""
    typed = " ".join(clean_line(request.GET.get("q", "")).split())
    form = SearchForm({"q": typed} if typed else None)
    if typed and not form.is_valid():
        return render(request, "search/search.html", {"form": form, "among": AMONG}, status=422)
    results = _search(folded_words(typed), request.user) if typed else None
    nothing = results is not None and not results.count
    context = {
        "form": form,
        "typed": typed,
        "results": results,
        "among": AMONG,
        "groups": groups_for(request.user) if nothing else [],
    }
    return render(request, "search/search.html", context)


def _search(words: list[str], viewer: Viewer) -> Results:
    """Find threads with one query and one for their topics, and education pages with four."""
    lately = Thread.objects.listed_for(viewer).lately(AMONG)
    threads = Thread.objects.filter(_contains("title", words), pk__in=lately).for_display()
    rows = list(with_new(threads, viewer).order_by("-last_activity_at", "-pk")[: SHOWN + 1])
    pages = Page.objects.published().select_related("condition")
    sections = Section.objects.published().select_related("page__condition").defer("html")
    return Results(
        threads=rows[:SHOWN],
        more=len(rows) > SHOWN,
        conditions=list(Condition.objects.published().filter(_contains("title", words))[:SHOWN]),
        pages=list(pages.annotate(as_read=_as_read("title")).filter(_contains("as_read", words))[:SHOWN]),
        sections=list(sections.annotate(as_read=_as_read("heading")).filter(_contains("as_read", words))[:SHOWN]),
        procedures=list(Procedure.objects.published().defer("html").filter(_contains("title", words))[:SHOWN]),
    )


def _contains(column: str, words: list[str]) -> Q:
    """The condition that the column contains every one of these folded words."""
    return Q(*[Q(Contains(Fold(column), word)) for word in words])


def _as_read(column: str) -> Replace:
    """The column as readers see it, with the organisation's name in place of its placeholder."""
    return Replace(F(column), Value(ORGANISATION), Value(settings.ORGANISATION_NAME))
