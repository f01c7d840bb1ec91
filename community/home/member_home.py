"""Load what the front page shows a member: what is new for them first, in a fixed number of queries."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from community.forum.models import Group
from community.forum.selectors import front_page
from community.forum.selectors.front_page import GroupEntry, LatestEntry, NewsEntry, UnfinishedEntry
from community.forum.selectors.groups import groups_for
from community.forum.selectors.own_threads import OwnThreadRow
from community.forum.selectors.unread import ThreadRow
from community.notifications.selectors.notification_list import NotificationRow, replies_to, rows_for

if TYPE_CHECKING:
    from community.members.models import Member

SHOWN_REPLIES = 3


@dataclass(frozen=True)
class MemberHome:
    """A member's home; each part is loaded when the page shows it, and once.

    Entries say what a part shows, and are the key under which its HTML is cached; rows are loaded to render it."""

    member: "Member"

    @cached_property
    def _with_news(self) -> list[NewsEntry]:
        return front_page.followed_with_news(self.member)

    @property
    def news(self) -> list[NewsEntry]:
        """The followed threads with new posts, last active first."""
        return self._with_news[: front_page.SHOWN]

    @property
    def has_more_news(self) -> bool:
        """Whether more followed threads have new posts."""
        return len(self._with_news) > front_page.SHOWN

    @property
    def news_rows(self) -> list[OwnThreadRow]:
        """The rows of `news`."""
        return front_page.news_rows(self.member, self.news)

    @cached_property
    def unfinished(self) -> list[UnfinishedEntry]:
        """The threads that the member began to read and has not finished, without those of `news`."""
        return front_page.unfinished(self.member, but={entry.pk for entry in self.news})

    @property
    def unfinished_rows(self) -> list[OwnThreadRow]:
        """The rows of `unfinished`."""
        return front_page.unfinished_rows(self.member, self.unfinished)

    @cached_property
    def replies(self) -> list[NotificationRow]:
        """Who replied to the member, named or quoted them: unread first."""
        return rows_for(self.member, replies_to(self.member, SHOWN_REPLIES))

    @cached_property
    def groups(self) -> list[GroupEntry]:
        """The groups that the member may see."""
        return front_page.groups_of(self.member)

    @property
    def group_rows(self) -> list[Group]:
        """The rows of `groups`."""
        return list(groups_for(self.member))

    @cached_property
    def has_groups(self) -> bool:
        """Whether any group is the member's."""
        return any(group.chosen for group in self.groups)

    @property
    def is_empty(self) -> bool:
        """Whether the member follows nothing, has nothing to continue and no replies, as after joining."""
        return not (self.has_groups or self.news or self.unfinished or self.replies)

    @cached_property
    def latest(self) -> list[LatestEntry]:
        """The last active threads in the member's groups, in all groups when none is theirs; without those above."""
        above = {entry.pk for entry in self.news} | {entry.pk for entry in self.unfinished}
        return front_page.latest(self.member, in_own_groups=self.has_groups, but=above)

    @property
    def latest_rows(self) -> list[ThreadRow]:
        """The rows of `latest`."""
        return front_page.latest_rows(self.member, self.latest)
