"""Load the thread that a page shows, with the viewer's reading state.

The thread itself is cached by its version; only versions and the viewer's own values are read on each request.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from community.composing.models import Draft, Image
from community.core.caching.compiled_query import PerViewerQuery
from community.core.caching.versioned_cache import get_or_build
from community.core.caching.viewer import ViewerTraits
from community.core.models import site_version
from community.forum.models import Follow, GroupFollow, Post, State, Thread, Visit
from community.forum.models.group import Viewer
from community.forum.versions import LARGEST, THREAD
from community.members.models import Block
from community.notifications.models import Notification


@dataclass(frozen=True)
class ReadingState:
    """How far a viewer has read a thread, and what else of theirs its page shows; the defaults are a guest's.

    `read_up_to` is the highest number on a page that the member opened, 0 before the first visit; `read_through` is the
    last number before the first gap (models/reading.py)."""

    read_up_to: int = 0
    read_through: int = 0
    follows: bool = False
    mutes: bool = False
    mutes_group: bool = False
    blocks_somebody: bool = False
    has_held_post: bool = False
    has_unread_notifications: bool = False
    has_draft: bool = False
    has_pending_images: bool = False


@dataclass(frozen=True)
class ThreadPage:
    """A thread as one viewer sees it."""

    thread: Thread
    site_version: int
    reading: ReadingState = field(default_factory=ReadingState)

    @property
    def version(self) -> tuple[int, int]:
        """The version of everything that all viewers see of the thread."""
        return self.thread.version, self.site_version

    @property
    def first_new(self) -> int | None:
        """The first number published since the last visit; None without one, and before the first visit."""
        seen = self.reading.read_up_to
        return seen + 1 if 0 < seen < self.thread.last_number else None

    @property
    def continue_at(self) -> int | None:
        """The first number that the member has not read; None when all is read, and before the first visit."""
        read = self.reading.read_through
        return read + 1 if 0 < read < self.thread.last_number else None


def thread_page(viewer: Viewer, pk: int) -> ThreadPage | None:
    """Load a thread and the viewer's reading state; None when the viewer may not see it."""
    if pk >= LARGEST:
        return None

    def load() -> Thread | None:
        return Thread.objects.visible_to(viewer).for_page().filter(pk=pk).first()

    row = FOR_VIEWER.first(viewer, thread=pk) if viewer.is_authenticated else THREAD.first(thread=pk)
    if row is None:
        return None
    version, site, *personal = row
    thread = get_or_build(f"thread-{pk}", (version, site), load)
    return ThreadPage(thread, site, ReadingState(*personal)) if thread else None


def _for_viewer(viewer: ViewerTraits, *, thread: int) -> QuerySet[Any, Any]:
    """The two versions, then the fields of ReadingState in their order."""
    key = Value("thread:"), Cast(OuterRef("pk"), CharField())
    own = {"thread": OuterRef("pk"), "member": viewer.pk}
    unread = Notification.objects.unread().filter(recipient=viewer.pk, context=Concat(*key), first_number__isnull=False)
    return (
        Thread.objects.visible_to(viewer)
        .filter(pk=thread)
        .values_list(
            "version",
            site_version(),
            Coalesce(Subquery(Visit.objects.filter(**own).values("number")), 0),
            Coalesce(Subquery(Visit.objects.filter(**own).values("read_through")), 0),
            Exists(Follow.objects.filter(**own, active=True)),
            Exists(Follow.objects.filter(**own, muted=True)),
            Exists(GroupFollow.objects.filter(group=OuterRef("group_id"), member=viewer.pk, muted=True)),
            Exists(Block.objects.filter(blocker=viewer.pk)),
            Exists(Post.objects.filter(thread=OuterRef("pk"), author=viewer.pk, state=State.HELD)),
            Exists(unread),
            Exists(Draft.objects.filter(draft_key=Concat(*key), member=viewer.pk)),
            Exists(Image.objects.filter(draft_key=Concat(*key), member=viewer.pk, source="")),
        )
    )


FOR_VIEWER = PerViewerQuery(_for_viewer, uses_labels=False)
