"""List and count the posts of one member, as far as the viewer may read them and does not mute them."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from community.forum.models import Post
from community.forum.models.group import Viewer
from community.forum.models.post import PostQuerySet
from community.forum.selectors.cursors import read_cursor, write_cursor
from community.members.models import Member


@dataclass(frozen=True)
class PostPage:
    """A page of posts; `next_key` is the cursor of the next page, empty on the last one."""

    posts: list[Post]
    next_key: str


def posts_by(author: Member, viewer: Viewer) -> PostQuerySet:
    """The author's published posts in threads that the viewer may read: not those that are held or removed."""
    posts: PostQuerySet = Post.objects.listed_for(viewer).filter(author=author)
    return posts


def page_of_posts(posts: PostQuerySet, *, after: str) -> PostPage:
    """Load a page of posts, last written first, in one query; an invalid cursor starts at the top.

    By the time of writing, which the index post_by_author has; only a post that was held is published later."""
    if cursor := read_cursor(after):
        moment, pk = cursor
        posts = posts.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk))
    size = settings.THREADS_PER_PAGE
    rows = list(posts.select_related("thread").defer("html").order_by("-created_at", "-pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return PostPage(rows[:size], write_cursor(last.created_at, last.pk) if last else "")
