"""Load the groups that a viewer may see, with what pages show of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from community.core.caching.compiled_query import PerViewerQuery
from community.core.caching.viewer import ViewerTraits
from community.core.models import site_version
from community.education.models import Topic
from community.forum.models import Group, GroupFollow, Membership, Thread
from community.forum.models.group import Viewer, readable_by

if TYPE_CHECKING:
    from community.members.models import Member

COLUMNS = [field.attname for field in Group._meta.concrete_fields]


@dataclass(frozen=True)
class GroupPage:
    """A group as one viewer sees it; `list_version` changes with every thread there that the viewer may read."""

    group: Group
    thread_count: int
    list_version: int
    has_pinned: bool
    viewer_joined: bool
    follows: bool
    mutes: bool
    site_version: int

    @property
    def version(self) -> tuple[int, int]:
        """The version of everything that the page shows but news and pins."""
        return self.list_version, self.site_version


@dataclass(frozen=True)
class OwnGroupRow:
    """A group that a member follows or mutes, or did until now."""

    group: Group
    follows: bool
    mutes: bool


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


def own_groups(member: "Member", *, muted: bool, changed: str = "") -> list[OwnGroupRow]:
    """Load the groups that the member mutes, or those that they follow, in one query.

    `changed` is the slug of the group whose follow or mute has just ended: it keeps its place, to be chosen again."""
    own = GroupFollow.objects.filter(group=OuterRef("pk"), member=member)
    states = {"follows_it": Exists(own.filter(muted=False)), "mutes_it": Exists(own.filter(muted=True))}
    groups = Group.objects.visible_to(member).annotate(**states)
    shown = groups.filter(Q(**{"mutes_it" if muted else "follows_it": True}) | Q(slug=changed))
    rows = ((group, vars(group)) for group in shown.order_by("position", "name"))
    return [OwnGroupRow(group, values["follows_it"], values["mutes_it"]) for group, values in rows]


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
        follows_group=Exists(GroupFollow.objects.filter(group=OuterRef("pk"), member=viewer.pk, muted=False)),
        mutes_group=Exists(GroupFollow.objects.filter(group=OuterRef("pk"), member=viewer.pk, muted=True)),
        site_version=site_version(),
    )


def _group(viewer: ViewerTraits, *, slug: str, now: datetime) -> QuerySet[Any, Any]:
    """The columns of the group, then the other fields of GroupPage in their order."""
    counted = ("thread_count", "list_version", "has_pinned")
    names = (*counted, "viewer_joined", "follows_group", "mutes_group", "site_version")
    return groups_for_page(viewer, now).filter(slug=slug).values_list(*COLUMNS, *names)


def _choices(viewer: ViewerTraits) -> QuerySet[Any, Any]:
    return Group.objects.visible_to(viewer).order_by("position", "name").values_list(*GroupChoice._fields)


GROUP = PerViewerQuery(_group, uses_labels=False)
CHOICES = PerViewerQuery(_choices, uses_labels=False)
