"""List and count the posts of one member, as far as the viewer may read them and does not mute them.

Of a member whom the viewer has blocked there are none."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from community.forum.blocked_quotes import leave_out_of_texts
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
    posts: PostQuerySet = Post.objects.listed_for(viewer).not_blocked_by(viewer).with_blocks(viewer)
    return posts.filter(author=author)


def page_of_posts(posts: PostQuerySet, viewer: Viewer, *, after: str) -> PostPage:
    """Load a page of posts, last written first; an invalid cursor starts at the top.

    One query, and for whoever has blocked somebody up to three.

    By the time of writing, which the index post_by_author has; only a post that was held is published later."""
    if cursor := read_cursor(after):
        moment, pk = cursor
        posts = posts.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk))
    size = settings.THREADS_PER_PAGE
    rows = list(posts.select_related("thread").defer("html").order_by("-created_at", "-pk")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    leave_out_of_texts(rows, viewer)
    return PostPage(rows[:size], write_cursor(last.created_at, last.pk) if last else "")
