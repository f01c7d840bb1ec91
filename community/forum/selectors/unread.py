"""Count the posts of threads that are new to the viewer, for the rows of lists."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from community.forum.models import Post, State, Thread, Visit
from community.forum.models.group import Viewer


@dataclass(frozen=True)
class ThreadRow:
    """One row of a list, for templates/forum/_thread_row.html."""

    thread: Thread
    new: int = 0


def with_new(threads: QuerySet[Thread], viewer: Viewer) -> QuerySet[Thread]:
    """Annotate threads with `new`: other people's posts since the member's visit, 0 without one. Nothing for guests."""
    if not viewer.is_authenticated:
        return threads
    unseen = (
        Post.objects.filter(thread=OuterRef("pk"), state=State.PUBLISHED, number__gt=OuterRef("seen"))
        .not_muted_by(viewer)
        .exclude(author=viewer.pk)
        .order_by()
        .values("thread")
        .annotate(count=Count("pk"))
        .values("count")
    )
    seen = Visit.objects.filter(thread=OuterRef("pk"), member=viewer.pk).values("number")
    new = Coalesce(Subquery(unseen, output_field=IntegerField()), 0)
    return threads.annotate(seen=Subquery(seen)).annotate(new=new)
