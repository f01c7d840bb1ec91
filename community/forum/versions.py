"""What guests' pages of discussions depend on, each read in one statement (core/page_cache.py)."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest
from django.utils import timezone

from community.core.models import SiteVersion, site_version
from community.core.page_cache import Version
from community.forum.models import Audience, Group, GroupTally, Thread


def of_thread(request: HttpRequest, pk: int, slug: str) -> Version | None:
    """A public discussion, whichever of its pages."""
    return _first(Thread.objects.public().filter(pk=pk).values_list("version", site_version()))


def of_group(request: HttpRequest, slug: str) -> Version | None:
    """A public group's list: its discussions, and those that are pinned now, since a pin ends by the clock."""
    tally = GroupTally.objects.filter(group=OuterRef("pk"), audience=Audience.PUBLIC)
    pinned = Thread.objects.filter(group=OuterRef("pk"), pinned_until__gt=timezone.now()).order_by()
    return _first(
        Group.objects.filter(slug=slug, audience=Audience.PUBLIC).values_list(
            "pk",
            Subquery(tally.values("version")),
            Subquery(pinned.values("group").annotate(count=Count("pk")).values("count")),
            site_version(),
        )
    )


def of_all(request: HttpRequest, **address: Any) -> Version | None:
    """Pages that show discussions of any group, and what happened today."""
    lists = GroupTally.objects.filter(audience=Audience.PUBLIC).order_by().values("audience")
    summed = Subquery(lists.annotate(sum=Sum("version")).values("sum"))
    found = _first(SiteVersion.objects.values_list("number", summed))
    return (*found, timezone.localdate()) if found else None


def _first(rows: QuerySet[Any, tuple[Any, ...]]) -> Version | None:
    for row in rows[:1]:
        return row
    return None
