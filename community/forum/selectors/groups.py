"""Load the groups that a viewer may see, with what pages show of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from community.core.caching.compiled_query import PerViewerQuery
from community.core.caching.viewer import ViewerTraits
from community.core.models import site_version
from community.education.models import Topic
from community.forum.models import Group, Membership, Thread
from community.forum.models.group import Viewer, readable_by

COLUMNS = [field.attname for field in Group._meta.concrete_fields]


@dataclass(frozen=True)
class GroupPage:
    """A group as one viewer sees it; `list_version` changes with every thread there that the viewer may read."""

    group: Group
    thread_count: int
    list_version: int
    has_pinned: bool
    viewer_joined: bool
    site_version: int

    @property
    def version(self) -> tuple[int, int]:
        """The version of everything that the page shows but news and pins."""
        return self.list_version, self.site_version


class GroupChoice(NamedTuple):
    """A group to choose from a list."""

    slug: str
    name: str


def groups_for(viewer: Viewer) -> QuerySet[Group]:
    """Groups that the viewer may see, annotated with `thread_count`: how many of their threads the viewer may read.

    Django leaves the model's own order out of a query that sums, so it is asked for here."""
    readable = readable_by(viewer, audience="tallies__audience", group="pk")
    counted = Coalesce(Sum("tallies__thread_count", filter=readable), 0)
    return Group.objects.visible_to(viewer).annotate(thread_count=counted).order_by("position", "name")


def group_choices(viewer: Viewer) -> list[GroupChoice]:
    """Groups that the viewer may see, to choose from."""
    return [GroupChoice(*row) for row in CHOICES.rows(viewer)]


def group_page(viewer: Viewer, slug: str) -> GroupPage | None:
    """Load a group; None when the viewer may not see it."""
    row = GROUP.first(viewer, slug=slug, now=timezone.now())
    if row is None:
        return None
    return GroupPage(Group.from_db("default", COLUMNS, row[: len(COLUMNS)]), *row[len(COLUMNS) :])


def topics_in(group: Group, viewer: Viewer) -> QuerySet[Topic]:
    """List the topics of the threads that the viewer may read in a group.

    Each topic is looked up until one thread is found: collecting them from all threads would take time in proportion
    to the group's size."""
    about = Thread.topics.through.objects.filter(topic=OuterRef("pk"))
    listed = Thread.objects.listed_for(viewer).filter(group=group, pk=OuterRef("thread"))
    return Topic.objects.filter(Exists(about.filter(Exists(listed))))


def groups_for_page(viewer: Viewer, now: datetime) -> QuerySet[Group]:
    """groups_for(), annotated with the other fields of GroupPage."""
    readable = readable_by(viewer, audience="tallies__audience", group="pk")
    pinned = Thread.objects.filter(group=OuterRef("pk"), pinned_until__gt=now)
    return groups_for(viewer).annotate(
        list_version=Coalesce(Sum("tallies__version", filter=readable), 0),
        has_pinned=Exists(pinned),
        viewer_joined=Exists(Membership.objects.filter(group=OuterRef("pk"), member=viewer.pk)),
        site_version=site_version(),
    )


def _group(viewer: ViewerTraits, *, slug: str, now: datetime) -> QuerySet[Any, Any]:
    """The columns of the group, then the other fields of GroupPage in their order."""
    names = ("thread_count", "list_version", "has_pinned", "viewer_joined", "site_version")
    return groups_for_page(viewer, now).filter(slug=slug).values_list(*COLUMNS, *names)


def _choices(viewer: ViewerTraits) -> QuerySet[Any, Any]:
    return Group.objects.visible_to(viewer).order_by("position", "name").values_list(*GroupChoice._fields)


GROUP = PerViewerQuery(_group, uses_labels=False)
CHOICES = PerViewerQuery(_choices, uses_labels=False)
