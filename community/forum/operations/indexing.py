"""Store the terms of posts and titles; the database keeps its index in step with them, in the same transaction."""

from collections.abc import Iterable

from community.forum.models import Post, PostTerms, Thread, ThreadTerms
from community.search.terms import index_terms

BATCH = 500


def index_post(post: Post) -> None:
    """Store the terms of a published post, or delete those of one that is no longer published. One statement."""
    if post.is_published:
        index_posts([post])
    else:
        PostTerms.objects.filter(post=post.pk).delete()


def index_posts(posts: Iterable[Post]) -> None:
    """Store the terms of published posts, in batches."""
    rows = [PostTerms(post=post, terms=index_terms(post.plain)) for post in posts]
    PostTerms.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, update_fields=["terms"], unique_fields=["post"]
    )


def index_title(thread: Thread) -> None:
    """Store the terms of a thread's title. One statement."""
    index_titles([thread])


def index_titles(threads: Iterable[Thread]) -> None:
    """Store the terms of the titles of published threads, in batches."""
    ThreadTerms.objects.bulk_create(
        [ThreadTerms(thread=thread, terms=index_terms(thread.title)) for thread in threads],
        batch_size=BATCH,
        update_conflicts=True,
        update_fields=["terms"],
        unique_fields=["thread"],
    )
