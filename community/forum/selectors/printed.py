"""Load many posts of a thread at once, for paper. A part is a range of numbers, so its cost is bounded."""

from dataclasses import dataclass

from django.conf import settings

from community.forum.models import Post, Thread
from community.forum.models.group import Viewer


@dataclass(frozen=True)
class PrintedPart:
    """Part `number` of `count` parts: posts `first` to `last`, each with the labels for which the viewer hides it."""

    number: int
    count: int
    first: int
    last: int
    posts: list[tuple[Post, int]]


def printed_part(thread: Thread, number: int, viewer: Viewer) -> PrintedPart | None:
    """Load a part of a thread that the viewer may see, in one query; None where there is no such part."""
    size = settings.POSTS_PER_PRINT
    count = max(-(-thread.last_number // size), 1)
    if not 1 <= number <= count:
        return None
    first, last = (number - 1) * size + 1, min(number * size, thread.last_number)
    rows = Post.objects.filter(thread=thread, number__gte=first, number__lte=last).for_page().order_by("number")
    muted = viewer.muted_labels if viewer.is_authenticated else 0
    posts = [(post, 0 if post.author_id == viewer.pk else post.labels & muted) for post in rows]
    return PrintedPart(number, count, first, last, posts)
