"""The discussion that a page is about, as its reader may see it, with her marks: one statement for all that is personal.

What everybody sees of a discussion is kept while its version stays the same.
"""

from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from community.composing.models import Draft, Image
from community.core.caching.versioned_cache import get_or_build
from community.core.caching.viewer import ViewerTraits
from community.core.models import site_version
from community.forum.models import Follow, Post, State, Thread, Visit
from community.forum.models.group import Viewer
from community.forum.selectors.per_viewer_query import PerViewerQuery
from community.forum.versions import LARGEST, THREAD
from community.notifications.models import Notification

TRUTHS = ("followed", "has_held_post", "notified", "has_draft", "has_pending_images")


def find_for(viewer: Viewer, pk: int) -> Thread | None:
    """The thread with its group, the names on it and `site`, the site's version; None where there is none for her.

    For a member with what its page says to her: `seen` (the number she read up to, None when never), `read_through` (how far
    without a gap), `followed`, `has_held_post` (a post of personal waits for a moderator), `told` (she has unread notices of
    replies), `has_draft` (she began a reply) and `has_pending_images` (with pictures)."""
    if pk >= LARGEST:
        return None

    def row_of() -> Thread | None:
        return Thread.objects.visible_to(viewer).for_page().filter(pk=pk).first()

    row = FOR_VIEWER.first(viewer, thread=pk) if viewer.is_authenticated else THREAD.first(thread=pk)
    if row is None:
        return None
    version, site, *personal = row
    found = get_or_build(f"thread-{pk}", (version, site), row_of)
    if found and personal:
        seen, read_through, *truths = personal
        vars(found).update(zip(TRUTHS, truths, strict=True), seen=seen, read_through=read_through)
    return found


def _for_viewer(reader: ViewerTraits, *, thread: int) -> QuerySet[Any, Any]:
    key = Value("thread:"), Cast(OuterRef("pk"), CharField())
    mine = {"thread": OuterRef("pk"), "member": reader.pk}
    notified = Notification.objects.unread().filter(
        recipient=reader.pk, context=Concat(*key), first_number__isnull=False
    )
    return (
        Thread.objects.visible_to(reader)
        .filter(pk=thread)
        .values_list(
            "version",
            site_version(),
            Subquery(Visit.objects.filter(**mine).values("number")),
            Subquery(Visit.objects.filter(**mine).values("read_through")),
            Exists(Follow.objects.filter(**mine, active=True)),
            Exists(Post.objects.filter(thread=OuterRef("pk"), author=reader.pk, state=State.HELD)),
            Exists(notified),
            Exists(Draft.objects.filter(draft_key=Concat(*key), member=reader.pk)),
            Exists(Image.objects.filter(draft_key=Concat(*key), member=reader.pk, source="")),
        )
    )


FOR_VIEWER = PerViewerQuery(_for_viewer)
