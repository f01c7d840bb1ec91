"""Read the versions on which guests' pages of discussions depend, each in one query (core/caching/page_cache.py)."""

from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest
from django.utils import timezone

from community.core.caching.compiled_query import CompiledQuery
from community.core.caching.page_cache import Version
from community.core.models import SiteVersion, site_version
from community.forum.models import Audience, Group, GroupTally, Thread

LARGEST = 2**63  # above every key: a larger number makes SQLite and PostgreSQL raise

THREAD = CompiledQuery(lambda thread: Thread.objects.public().filter(pk=thread).values_list("version", site_version()))


def of_thread(request: HttpRequest, pk: int, slug: str) -> Version | None:
    """Read the version of every page of a public thread."""
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
    """Read the version of a public group's list; the number of pinned threads is part of it, since a pin expires."""
    return GROUP.first(slug=slug, now=timezone.now())


def _lists_and_site() -> QuerySet[Any, Any]:
    lists = GroupTally.objects.filter(audience=Audience.PUBLIC).order_by().values("audience")
    return SiteVersion.objects.values_list("number", Subquery(lists.annotate(sum=Sum("version")).values("sum")))


ALL = CompiledQuery(_lists_and_site)


def of_all(request: HttpRequest, **address: Any) -> Version | None:
    """Read the version of pages that show threads of any group, and today's activity."""
    row = ALL.first()
    return row and (*row, timezone.localdate())
