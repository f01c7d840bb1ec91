"""What guests' pages of discussions depend on, each read in one statement (core/caching/page_cache.py)."""

from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest
from django.utils import timezone

from community.core.caching.compiled_query import CompiledQuery
from community.core.caching.page_cache import Version
from community.core.models import SiteVersion, site_version
from community.forum.models import Audience, Group, GroupTally, Thread

LARGEST = 2**63  # no database has a key beyond

THREAD = CompiledQuery(lambda thread: Thread.objects.public().filter(pk=thread).values_list("version", site_version()))


def of_thread(request: HttpRequest, pk: int, slug: str) -> Version | None:
    """A public discussion, whichever of its pages."""
    return THREAD.first(thread=pk) if pk < LARGEST else None


def _group(slug: str, now: datetime) -> QuerySet[Any, Any]:
    tally = GroupTally.objects.filter(group=OuterRef("pk"), audience=Audience.PUBLIC)
    pinned = Thread.objects.filter(group=OuterRef("pk"), pinned_until__gt=now).order_by()
    return Group.objects.filter(slug=slug, audience=Audience.PUBLIC).values_list(
        "pk",
        Subquery(tally.values("version")),
        Subquery(pinned.values("group").annotate(count=Count("pk")).values("count")),
        site_version(),
    )


GROUP = CompiledQuery(_group)


def of_group(request: HttpRequest, slug: str) -> Version | None:
    """A public group's list: its discussions, and those that are pinned now, since a pin ends by the clock."""
    return GROUP.first(slug=slug, now=timezone.now())


def _lists_and_site() -> QuerySet[Any, Any]:
    lists = GroupTally.objects.filter(audience=Audience.PUBLIC).order_by().values("audience")
    return SiteVersion.objects.values_list("number", Subquery(lists.annotate(sum=Sum("version")).values("sum")))


ALL = CompiledQuery(_lists_and_site)


def of_all(request: HttpRequest, **address: Any) -> Version | None:
    """Pages that show discussions of any group, and what happened today."""
    row = ALL.first()
    return row and (*row, timezone.localdate())
