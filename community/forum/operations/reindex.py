"""Build the search index from the posts and titles, and compare it with them, while the site runs."""

from collections.abc import Callable, Iterator
from itertools import chain

from django.db import transaction
from django.db.models import Q

from community.core.models import current_site_version
from community.education.search import articles
from community.forum.models import Audience, Post, PostTerms, State, Thread, ThreadTerms
from community.forum.operations.indexing import index_posts, index_title
from community.search.spelling import count_words
from community.search.terms import index_terms

BATCH = 500  # posts in one transaction

type Report = Callable[[int, int], None]


def reindex(report: Report = lambda done, last: None, *, after: int = 0, only_missing: bool = False) -> int:
    """Index every published post beyond key `after`, and every title; return how many posts were indexed.

    `report` gets the last key that is done and the last there is: who starts again goes on `after` it."""
    _index_titles()
    PostTerms.objects.exclude(post__state=State.PUBLISHED).delete()
    posts = Post.objects.filter(state=State.PUBLISHED, pk__gt=after).order_by("pk")
    if only_missing:
        posts = posts.filter(indexed__isnull=True)
    last = Post.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    count = 0
    while True:
        with transaction.atomic():
            # Whoever edits one of them waits, and stores newer terms.
            batch = list(posts.filter(pk__gt=after).select_for_update(no_key=True, of=("self",))[:BATCH])
            index_posts(batch)
        if not batch:
            break
        after, count = batch[-1].pk, count + len(batch)
        report(after, last)
    return count


def count_public_words() -> None:
    """Count the words of what everybody may read: spelling is corrected from them."""
    threads = Thread.objects.filter(published=True, audience=Audience.PUBLIC)
    posts = Post.objects.filter(Q(thread__in=threads), state=State.PUBLISHED)
    read = (f"{article.title} {article.text}" for article in articles(current_site_version()))
    titles = threads.values_list("title", flat=True).iterator()
    count_words(chain(read, titles, posts.values_list("plain", flat=True).iterator()))


def search_differences() -> Iterator[str]:
    """Say for each post and title whose stored terms are not those of its text, what is wrong with them."""
    for post in Post.objects.filter(state=State.PUBLISHED).select_related("indexed").iterator():
        terms = post.indexed.terms if hasattr(post, "indexed") else None
        if terms != index_terms(post.plain):
            yield f"post {post.pk} {'has other words' if terms is not None else 'is missing'}"
    for pk in PostTerms.objects.exclude(post__state=State.PUBLISHED).values_list("pk", flat=True):
        yield f"post {pk} is not published"
    for thread in Thread.objects.filter(published=True).select_related("indexed").iterator():
        terms = thread.indexed.terms if hasattr(thread, "indexed") else None
        if terms != index_terms(thread.title):
            yield f"the title of discussion {thread.pk} {'has other words' if terms is not None else 'is missing'}"


def _index_titles() -> None:
    for thread in Thread.objects.filter(published=True).only("title").iterator():
        index_title(thread)
    ThreadTerms.objects.filter(thread__published=False).delete()
