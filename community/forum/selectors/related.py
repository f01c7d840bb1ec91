"""Find the threads that are related to a thread, or to a page of education."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from community.core.models import site_version
from community.education.models import Page, Procedure, Section
from community.forum.models import Thread
from community.forum.models.group import Viewer
from community.forum.models.thread import ThreadQuerySet
from community.forum.selectors.similar import best, with_words_of, words_of
from community.forum.versions import LARGEST

LATELY = 1_000  # the last active threads, among which those on the same topics are looked for
ON_TOPICS = 20
ROW = ("title", "slug", "labels", "reply_count", "last_activity_at", "last_poster__username")
WORD = 2  # what a word in common is worth; a topic is worth 1, since many threads have it


def thread_with_version(viewer: Viewer, pk: int) -> tuple[Thread, int] | None:
    """Load a thread that the viewer may read, with the site's version, in one query."""
    if pk >= LARGEST:
        return None
    thread = Thread.objects.visible_to(viewer).for_page().annotate(site=site_version()).filter(pk=pk).first()
    return (thread, vars(thread)["site"]) if thread else None


def related_to_thread(thread: Thread, version: int, viewer: Viewer) -> list[Thread]:
    """The threads that share most words of the title and topics with this one, among equals those active last.

    Two queries; one when no word of the title says what it is about."""
    links: QuerySet[Any, Any] = Thread.topics.through.objects.all()
    own = links.filter(thread=thread.pk).values("topic")
    of_other = links.filter(thread=OuterRef("pk"), topic__in=own).order_by().values("thread")
    in_common = Coalesce(Subquery(of_other.annotate(count=Count("pk")).values("count")), 0)
    others = _rows(viewer).exclude(pk=thread.pk).annotate(in_common=in_common)
    shared = with_words_of([words_of(thread.title)], others, version)
    found = {other: WORD * words + vars(other)["in_common"] for other, words in shared.items()}
    lately = Thread.objects.listed_for(viewer).lately(LATELY).values("pk")
    on_topics = others.filter(pk__in=lately, in_common__gt=0).order_by("-in_common", "-last_activity_at", "-pk")
    for other in on_topics[:ON_TOPICS]:
        found.setdefault(other, vars(other)["in_common"])
    return best(found)


def related_to_headings(
    headings: Iterable[str], version: int, viewer: Viewer, without: Collection[int] = ()
) -> list[Thread]:
    """The threads that share most words with one of the headings, but those `without`, which the page shows already."""
    others = _rows(viewer).exclude(pk__in=without)
    return best(with_words_of([words_of(heading) for heading in headings], others, version))


def page_with_headings(condition: str, tab: str, section: str = "") -> tuple[Page, list[Section], int] | None:
    """Load a published page of education with its sections, or one of them, and the site's version: two queries.

    None without a page, or without such a section."""
    pages = Page.objects.published().select_related("condition").annotate(site=site_version())
    page = pages.filter(condition__slug=condition, slug=tab).first()
    if page is None:
        return None
    sections = list(page.sections.filter(slug=section) if section else page.sections.all())
    return (page, sections, vars(page)["site"]) if sections or not section else None


def procedure_with_version(slug: str) -> tuple[Procedure, int] | None:
    """Load a published procedure with the site's version, in one query."""
    procedure = Procedure.objects.published().annotate(site=site_version()).filter(slug=slug).first()
    return (procedure, vars(procedure)["site"]) if procedure else None


def _rows(viewer: Viewer) -> ThreadQuerySet:
    """What the viewer may list, with what a row of the list shows."""
    return Thread.objects.listed_for(viewer).select_related("last_poster").only(*ROW)
