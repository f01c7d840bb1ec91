"""Load what the page of notifications, the bell's preview and the toast show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from community.notifications.models import Kind, Notification
from community.notifications.selectors.notification_list import NotificationRow, rows_for

if TYPE_CHECKING:
    from community.members.models import Member

PER_PAGE = 30
IN_PREVIEW = 5
ABOUT_POSTS = (Kind.REPLIED, Kind.ANSWERED, Kind.MENTIONED, Kind.QUOTED)
MUTED_WITH_THREAD = (Kind.ANSWERED, Kind.MENTIONED, Kind.QUOTED, Kind.SUPPORTED, Kind.STARTED)
# A row may be committed a little later than it says, and after a newer one.
LATE = timedelta(seconds=30)
FILTERS: dict[str, tuple[Kind, ...]] = {
    "all": (),
    "unread": (),
    "replies": (Kind.REPLIED, Kind.ANSWERED),
    "mentions": (Kind.MENTIONED, Kind.QUOTED),
    "reactions": (Kind.SUPPORTED,),
    "discussions": (Kind.STARTED, Kind.FOUND),
    "moderators": (Kind.MODERATED,),
}
NAMES = {
    "all": _("All"),
    "unread": _("Unread"),
    "replies": _("Replies"),
    "mentions": _("Mentions"),
    "reactions": _("Reactions"),
    "discussions": _("New discussions"),
    "moderators": _("From the moderators"),
}
NOTHING = {
    "all": _("Nothing yet. When someone replies to you, you’ll see it here."),
    "unread": _("You’ve read everything."),
    "replies": _("No replies yet. When someone replies to you, or in a discussion you follow, you’ll see it here."),
    "mentions": _("Nothing yet. When someone mentions or quotes you, you’ll see it here."),
    "reactions": _("Nothing yet. When someone reacts to one of your posts, you’ll see it here."),
    "discussions": _("Nothing new yet in the groups you follow, or for the searches you’ve saved."),
    "moderators": _("The moderators haven’t sent you anything."),
}


@dataclass(frozen=True)
class NotificationList:
    """A page of the list; `chosen` is a key of FILTERS."""

    page: Page[Notification]
    rows: Sequence[NotificationRow]
    chosen: str

    @property
    def tabs(self) -> list[tuple[str, str, str]]:
        """The filters: each key, its name and its query string."""
        return [(key, str(name), "" if key == "all" else f"?show={key}") for key, name in NAMES.items()]

    @property
    def nothing(self) -> str:
        """What an empty list says."""
        return str(NOTHING[self.chosen])

    @property
    def narrows(self) -> bool:
        """Whether it shows some kinds alone."""
        return bool(FILTERS[self.chosen])

    @property
    def has_unread(self) -> bool:
        """Whether a row of this page is unread."""
        return any(row.notification.read_at is None for row in self.rows)

    @property
    def query(self) -> str:
        """The query string of this page."""
        return self._query(self.page.number)

    @property
    def previous_query(self) -> str:
        """The query string of the page with newer rows; empty on the first page."""
        return self._query(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def next_query(self) -> str:
        """The query string of the page with older rows; empty on the last page."""
        return self._query(self.page.next_page_number()) if self.page.has_next() else ""

    def _query(self, number: int) -> str:
        return "?" + urlencode({"page": number} | ({} if self.chosen == "all" else {"show": self.chosen}))


def notification_list(member: "Member", *, show: str, number: str) -> NotificationList:
    """Load a page of the member's notifications, unread first.

    An unknown filter gives all, an invalid number the first page, one beyond the end the last."""
    chosen = show if show in FILTERS else "all"
    notifications = member.notifications.on_site()
    if chosen == "unread":
        notifications = notifications.unread()
    if kinds := FILTERS[chosen]:
        notifications = notifications.filter(kind__in=kinds)
    page = Paginator(notifications.unread_first(), PER_PAGE).get_page(number)
    return NotificationList(page, _with_acts(member, rows_for(member, list(page))), chosen)


def preview(member: "Member") -> list[NotificationRow]:
    """Load the newest rows for the bell, unread first."""
    return rows_for(member, list(member.notifications.on_site().unread_first()[:IN_PREVIEW]))


def newest_since(member: "Member", version: int, *, open_thread: int) -> NotificationRow | None:
    """Load the newest unread row since the figures of `version` (microseconds), for a toast; None without one.

    What is new in the open thread is offered on its page already."""
    since = datetime.fromtimestamp(version / 1e6, UTC) - LATE
    unread = member.notifications.on_site().unread().filter(updated_at__gt=since)
    if open_thread:
        unread = unread.exclude(context=f"thread:{open_thread}", kind__in=ABOUT_POSTS)
    rows = rows_for(member, list(unread.order_by("-updated_at", "-pk")[:1]))
    return rows[0] if rows else None


def _with_acts(member: "Member", rows: Sequence[NotificationRow]) -> list[NotificationRow]:
    """Add what can be done with each row. One query for any number of rows."""
    threads = {row.notification.context for row in rows if row.notification.context.startswith("thread:")}
    unread = member.notifications.on_site().unread().filter(context__in=threads).order_by()
    counts = dict(unread.values_list("context").annotate(count=Count("pk")))
    offered: set[tuple[str, str]] = set()
    return [_with_act(row, counts, offered) for row in rows]


def _with_act(row: NotificationRow, counts: dict[str, int], offered: set[tuple[str, str]]) -> NotificationRow:
    """Add the acts of one row. `offered` holds those of the rows above: no button stands twice for one thread."""
    context = row.notification.context
    row = replace(row, unread_about=counts.get(context, 0))
    act = "followed" if row.notification.kind == Kind.REPLIED else "muteable"
    cannot = act == "muteable" and (row.mutes or row.notification.kind not in MUTED_WITH_THREAD)
    if cannot or (act, context) in offered:
        return row
    offered.add((act, context))
    return replace(row, followed=row.thread) if act == "followed" else replace(row, muteable=row.thread)
