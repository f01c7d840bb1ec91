"""Load what the front page shows a member: what is new for them first, in a fixed number of queries."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from community.forum.models import Follow, Group, Membership, Thread
from community.forum.selectors.groups import groups_for
from community.forum.selectors.own_threads import OwnThreadRow, followed_with_news, unfinished
from community.forum.selectors.unread import ThreadRow, with_new
from community.notifications.models import Kind
from community.notifications.selectors.notification_list import NotificationRow, rows_for

if TYPE_CHECKING:
    from community.members.models import Member

SHOWN = 5  # rows of what is new, and of the latest
SHOWN_BESIDE = 3  # rows of what to continue, and of replies


@dataclass(frozen=True)
class MemberHome:
    """A member's home; each part is loaded when the page shows it, and once."""

    member: "Member"

    @cached_property
    def _with_news(self) -> list[OwnThreadRow]:
        return followed_with_news(self.member, SHOWN + 1)

    @property
    def news(self) -> list[OwnThreadRow]:
        """The followed threads with new posts, last active first."""
        return self._with_news[:SHOWN]

    @property
    def has_more_news(self) -> bool:
        """Whether more followed threads have new posts."""
        return len(self._with_news) > SHOWN

    @cached_property
    def unfinished(self) -> list[OwnThreadRow]:
        """The threads that the member began to read and has not finished, without those of `news`."""
        return unfinished(self.member, SHOWN_BESIDE, but={row.thread.pk for row in self.news})

    @cached_property
    def replies(self) -> list[NotificationRow]:
        """Who replied to the member, named or quoted them: unread first."""
        kinds = [Kind.ANSWERED, Kind.MENTIONED, Kind.QUOTED]
        notified = self.member.notifications.filter(kind__in=kinds).unread_first()[:SHOWN_BESIDE]
        return rows_for(self.member, list(notified))

    @cached_property
    def groups(self) -> list[Group]:
        """The groups that the member may see, each with `thread_count`, and `chosen`: whether it is one of theirs.

        Theirs are those in which they follow a thread, and the private ones that they belong to."""
        follows = Follow.objects.filter(member=self.member, active=True, thread__group=OuterRef("pk"))
        joined = Membership.objects.filter(member=self.member, group=OuterRef("pk"))
        return list(groups_for(self.member).annotate(chosen=Exists(follows) | Exists(joined)))

    @property
    def has_groups(self) -> bool:
        """Whether any group is the member's."""
        return any(vars(group)["chosen"] for group in self.groups)

    @property
    def is_empty(self) -> bool:
        """Whether the member follows nothing, has nothing to continue and no replies, as after joining."""
        return not (self.has_groups or self.news or self.unfinished or self.replies)

    @cached_property
    def latest(self) -> list[ThreadRow]:
        """The last active threads in the member's groups, in all groups when none is theirs; without those above."""
        above = [row.thread.pk for row in (*self.news, *self.unfinished)]
        theirs = [group.pk for group in self.groups if vars(group)["chosen"]]
        in_groups = Q(group__in=theirs) if theirs else Q()
        threads = Thread.objects.listed_for(self.member).filter(in_groups).exclude(pk__in=above).for_display()
        rows = with_new(threads, self.member).order_by("-last_activity_at", "-pk")[:SHOWN]
        return [ThreadRow(thread, vars(thread)["new"]) for thread in rows]
