"""Index in the background what is missing, as after an upgrade from a version without a search index.

The worker does some of it each minute (tasks.py), in small batches, so that replies and mail go on meanwhile."""

import logging
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.forum.models import IndexProgress, Post, State, Thread
from community.forum.models.post import PostQuerySet
from community.forum.models.thread import ThreadQuerySet
from community.forum.operations.indexing import index_posts, index_titles
from community.forum.operations.reindex import count_public_words

BATCH = 100  # posts in one transaction: on SQLite whoever writes waits for it
PAUSE = 0.02  # seconds between two, in which others write
SECONDS = 20.0  # of each minute
LEASE = timedelta(minutes=3)  # of a process; after that it was killed, and another goes on
THE_ROW = 1

logger = logging.getLogger(__name__)


def complete_index(seconds: float = SECONDS) -> bool:
    """Index missing posts and titles for some seconds, from where it was stopped; return whether nothing is missing.

    One process does so at a time: others return at once. One query when nothing is missing."""
    progress, _created = IndexProgress.objects.get_or_create(pk=THE_ROW)
    if progress.finished:
        return True
    now = timezone.now()
    row = IndexProgress.objects.filter(pk=THE_ROW)
    is_free = Q(leased_until=None) | Q(leased_until__lte=now)
    if not row.filter(is_free, finished=False).update(leased_until=now + LEASE):
        return False
    progress.refresh_from_db()
    if _index_titles_until(end := time.monotonic() + seconds) and _index_posts_until(end, progress):
        count_public_words()
        row.update(finished=True, leased_until=None)
        if progress.through:
            logger.warning("The search index has all posts now.")
        return True
    row.update(leased_until=None)
    last = Post.objects.order_by("-pk").values_list("pk", flat=True).first()
    # A warning, which the log has by default: searches find only a part until then.
    logger.warning("Building the search index: up to post %s of %s.", progress.through, last)
    return False


def notice_missing() -> bool:
    """Have complete_index() begin anew when a post or a title is missing in the index; return whether one is."""
    is_missing = _posts().exists() or _titles().exists()
    if is_missing:
        IndexProgress.objects.filter(pk=THE_ROW).update(finished=False, through=0)
    return is_missing


def _index_titles_until(end: float) -> bool:
    """Index missing titles; return whether all are there."""
    while time.monotonic() < end:
        with transaction.atomic():
            titles = list(_titles().order_by("pk").select_for_update(no_key=True, of=("self",))[:BATCH])
            index_titles(titles)
        if not titles:
            return True
        time.sleep(PAUSE)
    return False


def _index_posts_until(end: float, progress: IndexProgress) -> bool:
    """Index missing posts, and store with each batch how far that is; return whether all are there."""
    while time.monotonic() < end:
        with transaction.atomic():
            # Whoever edits one of them waits, and stores newer terms.
            beyond = _posts().filter(pk__gt=progress.through).order_by("pk")
            posts = list(beyond.select_for_update(no_key=True, of=("self",))[:BATCH])
            index_posts(posts)
            if posts:
                progress.through = posts[-1].pk
                progress.save(update_fields=["through"])
        if not posts:
            return True
        time.sleep(PAUSE)
    return False


def _posts() -> PostQuerySet:
    return Post.objects.filter(state=State.PUBLISHED, indexed__isnull=True)


def _titles() -> ThreadQuerySet:
    return Thread.objects.filter(published=True, indexed__isnull=True)
