"""Count the posts of threads that are new to the viewer, for the rows of lists."""

from dataclasses import dataclass

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from community.forum.models import Post, State, Thread, Visit
from community.forum.models.group import Viewer
from community.forum.models.post import PostQuerySet

MOST_COUNTED = 100  # a row says "99+ new": to count on would read every post of the longest discussion


@dataclass(frozen=True)
class ThreadRow:
    """One row of a list, for templates/forum/_thread_row.html."""

    thread: Thread
    new: int = 0


class Count(Subquery):
    """How many rows a subquery has, which may be sliced."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def with_new(threads: QuerySet[Thread], viewer: Viewer) -> QuerySet[Thread]:
    """Annotate threads with `new`: other people's posts since the member's visit, 0 without one. Nothing for guests.

    Not more than MOST_COUNTED are counted."""
    if not viewer.is_authenticated:
        return threads
    seen = Visit.objects.filter(thread=OuterRef("pk"), member=viewer.pk).values("number")
    return threads.annotate(seen=Subquery(seen)).annotate(new=count_posts(others_posts(viewer, after="seen")))


def others_posts(viewer: Viewer, *, after: str) -> PostQuerySet:
    """Posts of others in the outer query's thread with a higher number than its annotation `after`."""
    posts = Post.objects.filter(thread=OuterRef("pk"), state=State.PUBLISHED, number__gt=OuterRef(after))
    return posts.not_muted_by(viewer).exclude(author=viewer.pk)


def count_posts(posts: PostQuerySet) -> Count:
    """Count up to MOST_COUNTED of these posts for each row of the outer query."""
    return Count(posts.order_by().values("pk")[:MOST_COUNTED])
