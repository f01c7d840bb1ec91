"""Load the posts on a page of a thread as entries: what decides how each post is rendered for the viewer."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from community.core.caching.compiled_query import CompiledQuery
from community.forum.models import Bookmark, Post, Support, Thread
from community.forum.models.group import Viewer
from community.members.models import Block


@dataclass(frozen=True)
class OwnState:
    """What a post's rendering shows to one viewer alone; the defaults are a guest's. In templates: `own`."""

    reaction: str = ""
    bookmarked: bool = False
    folded_labels: int = 0
    by_blocked: bool = False

    @property
    def is_folded(self) -> bool:
        """Whether the post is behind a line that opens."""
        return bool(self.folded_labels or self.by_blocked)


class PostEntry(NamedTuple):
    """A post's number on a page, and what makes this viewer's rendering of it differ from others'."""

    pk: int
    number: int
    author: int | None
    labels: int
    my_reaction: str | None = None
    bookmarked: bool = False
    by_blocked: bool = False

    def needs_own_render(self, viewer: Viewer) -> bool:
        """Whether the viewer sees the post in another way than most members do."""
        if not viewer.is_authenticated:
            return False
        return (
            self.author == viewer.pk
            or bool(self.my_reaction)
            or self.bookmarked
            or self.by_blocked
            or bool(self.labels & viewer.muted_labels)
        )

    def own_state(self, viewer: Viewer) -> OwnState:
        """What the rendering shows to this viewer alone; the viewer's own post is never folded."""
        muted = viewer.muted_labels if viewer.is_authenticated and self.author != viewer.pk else 0
        return OwnState(self.my_reaction or "", self.bookmarked, self.labels & muted, self.by_blocked)


def _entries(thread: int, first: int, last: int, member: int) -> QuerySet[Any, Any]:
    posts = Post.objects.filter(thread=thread, number__gte=first, number__lte=last)
    own = {"post": OuterRef("pk"), "member": member}
    return posts.order_by("number").values_list(
        "pk",
        "number",
        "author",
        "labels",
        Subquery(Support.objects.filter(**own).values("reaction")),
        Exists(Bookmark.objects.filter(**own)),
        Exists(Block.objects.filter(blocker=member, blocked=OuterRef("author"))),
    )


ENTRIES = CompiledQuery(_entries)


def entries_on_page(thread: Thread, page: int, viewer: Viewer) -> list[PostEntry]:
    """Load the entries of one page. A page is a range of numbers, so that page 99 costs what page 1 costs."""
    size = settings.POSTS_PER_PAGE
    return entries_between(thread, (page - 1) * size + 1, page * size, viewer)


def entries_between(thread: Thread, first: int, last: int, viewer: Viewer) -> list[PostEntry]:
    """Load the entries of posts `first` to `last`, published or removed."""
    if first > thread.last_number:
        return []
    rows = ENTRIES.rows(thread=thread.pk, first=first, last=min(last, thread.last_number), member=viewer.pk or 0)
    return [
        PostEntry(pk, number, author, labels, reaction, bool(bookmarked), bool(by_blocked))
        for pk, number, author, labels, reaction, bookmarked, by_blocked in rows
    ]
