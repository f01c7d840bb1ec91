"""Find where the posts of a thread are that was merged into another one."""

from django.conf import settings
from django.db.models import Q

from community.core.text.parsing import number_in
from community.forum.models import MovedPost, Post, Thread, ThreadMove
from community.forum.models.group import Viewer
from community.forum.versions import LARGEST

MOST_STEPS = 20  # of one merge after another


def merged_into(pk: int, viewer: Viewer) -> Thread | None:
    """The thread that has the posts of thread `pk` now, which was merged; None where the viewer may not read it.

    A new thread whose split was undone leads to the one that has its posts again. Two queries a step."""
    for _step in range(MOST_STEPS):
        if pk >= LARGEST:
            return None
        ended = Q(source=pk, whole=True, undone_at=None) | Q(target=pk, begins=True, undone_at__isnull=False)
        move = ThreadMove.objects.filter(ended).order_by("-pk").values_list("source", "target").first()
        if move is None:
            return None
        pk = move[1] if move[0] == pk else move[0]
        if thread := Thread.objects.visible_to(viewer).filter(pk=pk).first():
            return thread
    return None


def moved_post(pk: int, asked: dict[str, str], thread: Thread) -> Post | None:
    """The post of `thread` that had the number, or began the page, that was asked for in the merged thread `pk`."""
    number = number_in(asked.get("number", ""))
    if number is None and (page := number_in(asked.get("page", ""))):
        number = (page - 1) * settings.POSTS_PER_PAGE + 1
    if not number or number >= LARGEST:
        return None
    later = MovedPost.objects.filter(thread=pk, number__gte=number, post__thread=thread).select_related("post")
    moved = later.order_by("number", "-pk").first()
    return moved.post if moved else None
