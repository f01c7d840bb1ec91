"""Find threads by their titles, while a search is typed."""

from collections.abc import Iterable

from community.forum.models import Thread
from community.forum.models.group import Viewer
from community.search.matching import WordSets

MOST = 100  # the newest of those that match; ranking them costs time


def threads_titled(sets: WordSets, viewer: Viewer) -> Iterable[Thread]:
    """The newest threads that the viewer may list, with all words of one of the sets in their title. One query."""
    found = Thread.objects.listed_for(viewer).filter(index__terms__has_words=sets)
    shown = found.select_related("indexed").only("title", "slug", "indexed__terms")
    return shown.order_by("-index__pk")[:MOST]
