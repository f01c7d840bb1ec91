"""Build the rows of notifications, wherever they are listed, in a fixed number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse

from community.core import refs
from community.core.caching.compiled_query import CompiledQuery
from community.core.refs import ContentRef
from community.notifications.models import Kind, Notification
from community.notifications.selectors import sentences

if TYPE_CHECKING:
    from community.members.models import Member

COLUMNS = [field.attname for field in Notification._meta.concrete_fields]


@dataclass(frozen=True)
class NotificationRow:
    """A row of the list. `url` is what it is about; `text` is a moderator's reason, if there is one.

    `title` is the discussion's, and `replies` are those that an open row reports. `mutes`: nothing is sent of it, since
    the member mutes the thread or its group. For the list alone: `followed` is the thread whose new replies it reports,
    `follows` whether the member follows it now, `muteable` the thread that can be muted from this row, and
    `unread_about` how much is unread about the same thread."""

    notification: Notification
    sentence: str
    url: str
    text: str = ""
    title: str = ""
    replies: "NewReplies | None" = None
    mutes: bool = False
    followed: int = 0
    follows: bool = False
    muteable: int = 0
    unread_about: int = 0

    @property
    def thread(self) -> int:
        """The key of the thread that it is about."""
        return refs.split(self.notification.context)[1]

    @property
    def open_url(self) -> str:
        """The address that marks the row as read and redirects to `url`."""
        return reverse("open_notification", args=[self.notification.pk])


@dataclass(frozen=True)
class NewReplies:
    """The replies to a thread that a member has not seen: how many, by how many, the newest one's author, the first."""

    posts: int
    people: int
    name: str | None
    first: int


@dataclass(frozen=True)
class Reactions:
    """The reactions to a post within a time span: how many members, and the last one's name and reaction."""

    people: int
    name: str
    reaction: str


def replies_to(member: "Member", number: int) -> list[Notification]:
    """Load up to this many notifications of a reply to the member, a mention or a quote: unread first."""
    return [Notification.from_db("default", COLUMNS, row) for row in _replies_to(number).rows(recipient=member.pk)]


@cache
def _replies_to(number: int) -> CompiledQuery:
    """Compile the query for this many rows: their columns in the model's order."""

    def build(recipient: int) -> QuerySet[Any, Any]:
        kinds = [Kind.ANSWERED, Kind.MENTIONED, Kind.QUOTED]
        found = Notification.objects.on_site().filter(recipient=recipient, kind__in=kinds).unread_first()
        return found.values_list(*COLUMNS)[:number]

    return CompiledQuery(build)


def rows_for(
    member: "Member", notifications: Sequence[Notification], *, but: Collection[str] = ()
) -> list[NotificationRow]:
    """Build the rows of these notifications, without those whose thread the member may not see or has muted labels of.

    Nor of a post by somebody whom they have blocked. Open rows do not count the posts with keys in `but`."""
    related = _load_related(member, notifications, but)
    rows = (_row(notification, related) for notification in notifications)
    return [row for row in rows if row]


@dataclass(frozen=True)
class _Related:
    """What the rows are about, by key, and what is counted for open rows."""

    contexts: dict[str, ContentRef]
    posts: dict[str, ContentRef]
    replies: dict[int, NewReplies]
    reactions: dict[int, Reactions]


def _load_related(member: "Member", notifications: Sequence[Notification], but: Collection[str]) -> _Related:
    starts = {
        refs.split(row.context)[1]: row.first_number or 1
        for row in notifications
        if row.kind == Kind.REPLIED and row.open_key
    }
    spans = {
        row.pk: (refs.split(row.source)[1], row.created_at, row.read_at)
        for row in notifications
        if row.kind == Kind.SUPPORTED
    }
    return _Related(
        contexts=refs.list_for(sorted({row.context for row in notifications}), member),
        posts=refs.list_for(sorted({row.source for row in notifications}), member),
        replies=refs.resolver_for("thread").news(starts, member, but=[refs.split(key)[1] for key in but]),
        reactions=refs.resolver_for("post").support(spans, member),
    )


def _row(notification: Notification, related: _Related) -> NotificationRow | None:
    """Build one row; None when the member may not see what it is about."""
    context, post = related.contexts.get(notification.context), related.posts.get(notification.source)
    row = _row_of_kind(notification, context, post, related)
    if row is None or context is None:
        return row
    return replace(row, follows=context.follows, mutes=context.mutes and notification.kind != Kind.MODERATED)


def _row_of_kind(
    notification: Notification, context: ContentRef | None, post: ContentRef | None, related: _Related
) -> NotificationRow | None:
    match notification.kind:
        case Kind.MODERATED:
            return _decision_row(notification, context, post)
        case Kind.REPLIED if context:
            # A read row about the same thread reports what it reported then, not what the open one does now.
            replies = related.replies.get(refs.split(notification.context)[1]) if notification.open_key else None
            return _replies_row(notification, context, post, replies)
        case Kind.SUPPORTED if post and (reactions := related.reactions.get(notification.pk)):
            return NotificationRow(notification, _of_reactions(context, reactions), post.url)
        case Kind.FOUND if context and post:
            return NotificationRow(notification, sentences.of_new_result(notification.text, context.title), post.url)
        case Kind.ANSWERED | Kind.MENTIONED | Kind.QUOTED | Kind.STARTED if context and post:
            sentence = sentences.of_one_post(notification.kind, post.author, context.title)
            return NotificationRow(notification, sentence, post.url)
    return None


def _decision_row(notification: Notification, context: ContentRef | None, post: ContentRef | None) -> NotificationRow:
    about = post or context
    sentence = sentences.of_decision(context.title if context else "")
    return NotificationRow(notification, sentence, about.url if about else reverse("own_posts"), notification.text)


def _replies_row(
    notification: Notification, context: ContentRef, post: ContentRef | None, replies: NewReplies | None
) -> NotificationRow:
    """Build an open row from the replies that are there now, else from its last post, else from the thread."""
    if replies:
        sentence = sentences.of_new_replies(replies.name, replies.people - 1, context.title)
        url = reverse("post", args=[replies.first])
        return NotificationRow(notification, sentence, url, title=context.title, replies=replies)
    if post:
        sentence = sentences.of_one_post(notification.kind, post.author, context.title)
        return NotificationRow(notification, sentence, post.url)
    return NotificationRow(notification, sentences.of_replies(context.title), context.url)


def _of_reactions(context: ContentRef | None, reactions: Reactions) -> str:
    """Leave out the title where the member has muted a label of the thread that holds their post."""
    if context is None:
        return sentences.of_reactions_without_title()
    return sentences.of_reactions(reactions.name, reactions.people - 1, reactions.reaction, context.title)
