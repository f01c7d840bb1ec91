"""Load many posts of a thread at once, for paper. A part is a range of numbers, so its cost is bounded."""

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings

from community.forum.blocked_quotes import fold_quotes_in
from community.forum.models import Post, Thread
from community.forum.models.group import Viewer


class PrintedPost(NamedTuple):
    """A post, and why it is only a line for the viewer: labels that they mute, or that they blocked its author."""

    post: Post
    hidden_labels: int
    by_blocked: bool


@dataclass(frozen=True)
class PrintedPart:
    """Part `number` of `count` parts: posts `first` to `last`."""

    number: int
    count: int
    first: int
    last: int
    posts: list[PrintedPost]


def printed_part(thread: Thread, number: int, viewer: Viewer) -> PrintedPart | None:
    """Load a part of a thread that the viewer may see, in one query; None where there is no such part."""
    size = settings.POSTS_PER_PRINT
    count = max(-(-thread.last_number // size), 1)
    if not 1 <= number <= count:
        return None
    first, last = (number - 1) * size + 1, min(number * size, thread.last_number)
    numbered = Post.objects.filter(thread=thread, number__gte=first, number__lte=last)
    rows = list(numbered.for_page().with_blocks(viewer).order_by("number"))
    fold_quotes_in(rows, viewer)
    muted = viewer.muted_labels if viewer.is_authenticated else 0
    posts = [
        PrintedPost(post, 0 if post.author_id == viewer.pk else post.labels & muted, vars(post)["by_blocked"])
        for post in rows
    ]
    return PrintedPart(number, count, first, last, posts)
