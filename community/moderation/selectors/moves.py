"""Say what a merge or a split would do, before it is done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from community.forum.models import Audience, Follow, Group, Post, State, Thread
from community.forum.models.group import WIDTH, narrower
from community.forum.operations import NotPossible
from community.forum.operations.transfer import check_audiences
from community.forum.selectors.who_hears import followers_who_may_read
from community.members.models import Member

POSTS_ON_A_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class MovePreview:
    """What would happen; `refused` says why it would not."""

    moved: int
    total: int = 0
    title: str
    audience: str
    is_narrower: bool
    first_by: str = ""  # who starts the target then, where that is somebody else than now
    followers: int = 0
    authors: Sequence[str] = ()
    stays: int = 0
    refused: str = ""


@dataclass(frozen=True)
class PostsToMove:
    """Some of a thread's posts, and the number to go on after; 0 on the last page."""

    posts: Sequence[Post]
    go_on_after: int


def merge_preview(thread: Thread, into: Thread) -> MovePreview:
    """What merging a thread into another one would do."""
    published = Post.objects.filter(state=State.PUBLISHED)
    moved, there = (published.filter(thread=one).count() for one in (thread, into))
    audience = narrower(thread.audience, into.audience)
    first = Post.objects.filter(thread__in=[thread, into], number=1).order_by("published_at", "pk").first()
    starts_with_another = first is not None and first.thread_id != into.pk
    return MovePreview(
        moved=moved,
        total=moved + there,
        title=into.title,
        audience=str(Audience(audience).label),
        is_narrower=WIDTH[Audience(audience)] > WIDTH[Audience(thread.audience)] or audience != into.audience,
        first_by=_name(first.author) if first and starts_with_another else "",
        followers=_united_followers(thread, into),
        refused=_refusal(thread, into),
    )


def split_preview(
    thread: Thread, numbers: Collection[int], *, title: str, group: Group, into: Thread | None
) -> MovePreview:
    """What moving these posts of a thread would do."""
    chosen = Post.objects.filter(thread=thread, number__in=numbers)
    moved = chosen.filter(state=State.PUBLISHED).count()
    target = into or Thread(group=group, title=title, audience=group.audience)
    audience = narrower(thread.audience, target.audience)
    authors = Member.objects.filter(pk__in=chosen.values("author"))
    following = followers_who_may_read(thread, into or thread).exclude(pk__in=authors)
    return MovePreview(
        moved=moved,
        stays=thread.posts.filter(state=State.PUBLISHED).count() - moved,
        title=target.title,
        audience=str(Audience(audience).label),
        is_narrower=audience != thread.audience or (into is not None and audience != into.audience),
        authors=[member.username for member in authors.order_by("username")],
        followers=following.count(),
        refused=_refusal(thread, target) if target.group_id else "",
    )


def posts_to_move(thread: Thread, after: int) -> PostsToMove:
    """Load the posts after a number that may move: never the opening post."""
    rows = thread.posts.filter(number__gt=max(after, 1), state__in=[State.PUBLISHED, State.REMOVED])
    page = list(rows.select_related("author").order_by("number")[: POSTS_ON_A_PAGE + 1])
    is_last = len(page) <= POSTS_ON_A_PAGE
    page = page[:POSTS_ON_A_PAGE]
    return PostsToMove(page, 0 if is_last else page[-1].number or 0)


def _united_followers(thread: Thread, into: Thread) -> int:
    """How many will follow a merged thread: whoever follows one of the two, and mutes neither."""
    rows = Follow.objects.filter(thread__in=[thread, into])
    muting = rows.filter(muted=True).values("member")
    return rows.filter(active=True).exclude(member__in=muting).values("member").distinct().count()


def _refusal(thread: Thread, target: Thread) -> str:
    try:
        check_audiences(thread, target)
    except NotPossible as refused:
        return str(refused)
    return ""


def _name(member: Member | None) -> str:
    return member.username if member else _("Someone who has left")
