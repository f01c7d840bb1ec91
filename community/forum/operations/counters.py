"""Keep the figures of threads and posts in step with their rows. `Change` holds a locked thread (changing.py)."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from community.forum.models import Post, State, Support, Thread
from community.forum.operations.changing import Change


def settle(change: Change, *, posts: int) -> None:
    """Count the thread's posts again after `posts` more (or, below zero, fewer) are published."""
    for name, value in figures_of(change.thread).items():
        setattr(change.thread, name, value)
    change.posts += posts
    change.moves_last_number = True


def figures_of(thread: Thread) -> dict[str, Any]:
    """What the thread's figures must be, from its posts alone."""
    published = Q(state=State.PUBLISHED)
    counted = thread.posts.aggregate(
        posts=Count("pk", filter=published),
        replies=Count("pk", filter=published & Q(number__gt=1)),
        newest=Max("number", filter=published),
        support=Max("support_count", filter=published & Q(number=1)),
        last=Max("number"),
    )
    newest = thread.posts.filter(number=counted["newest"]).first() if counted["newest"] else None
    return {
        "published": counted["posts"] > 0,
        "reply_count": counted["replies"],
        "support_count": counted["support"] or 0,
        "last_number": counted["last"] or 0,
        "last_activity_at": newest.published_at if newest else thread.created_at,
        "last_poster_id": newest.author_id if newest else None,
    }


def settle_support(post: Post, change: Change) -> None:
    """Count the reactions to a locked post again. Neither order nor last activity changes."""
    post.reactions = reactions_in(Support.objects.filter(post=post)).get(post.pk, {})
    post.support_count = sum(post.reactions.values())
    post.save(update_fields=["support_count", "reactions"])
    if post.opens and post.is_published:  # a removed one counts for nothing
        change.thread.support_count = post.support_count


def reactions_in(support: QuerySet[Support]) -> dict[int, dict[str, int]]:
    """How many reactions of each kind every post has, by its key."""
    by_post: dict[int, dict[str, int]] = {}
    for post, reaction, count in support.values_list("post", "reaction").annotate(count=Count("pk")):
        by_post.setdefault(post, {})[reaction] = count
    return by_post
