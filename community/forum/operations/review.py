"""Publish or reject a held post."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.forum.models import Follow, Post, State, Thread
from community.forum.operations import mentions, reading
from community.forum.operations.changing import LIST, PAGE, changing, lock_post, locked
from community.forum.operations.errors import NotPossible
from community.forum.operations.indexing import index_post, index_title
from community.forum.operations.reply import announce, announce_start


def approve_post(post: Post) -> Post:
    """Publish a held or rejected post under the next number, and notify as for a new post.

    Raises NotPossible when it is published or removed already."""
    with changing(post.thread, shows=PAGE | LIST) as change:
        thread = change.thread
        post = _undecided(post, thread, State.HELD, State.REJECTED)
        if post.redacted_at:
            raise NotPossible(_("The text of this post has been erased already."))
        change.publish(post, at=timezone.now())
        named = mentions.link_names(post, thread)
        post.save(update_fields=["number", "state", "published_at", "html"])
        index_post(post)
        if post.author:
            Follow.objects.bulk_create([Follow(thread=thread, member=post.author)], ignore_conflicts=True)
            reading.author_has_read(post.author, thread, post)
        if post.opens:
            index_title(thread)
            announce_start(post, thread, named)
        else:
            announce(post, thread, named)
    return post


def reject_post(post: Post) -> Post:
    """Reject a held post. Raises NotPossible when it is not held."""
    with transaction.atomic():
        post = _undecided(post, locked(post.thread), State.HELD)
        post.state = State.REJECTED
        post.save(update_fields=["state"])
    return post


def _undecided(post: Post, thread: Thread, *states: str) -> Post:
    post = lock_post(post, thread, "author", "answers")
    if post.state not in states:
        raise NotPossible(_("Someone has already made a decision about this post."))
    return post
