"""Remove a post, and restore it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from community.forum.models import Post, State
from community.forum.operations import counters
from community.forum.operations.changing import LIST, PAGE, changing, lock_post
from community.forum.operations.errors import NotPossible
from community.forum.operations.indexing import index_post
from community.notifications import operations as notifications
from community.safety import operations as safety


def remove_post(post: Post, *, by_author: bool) -> Post:
    """Remove a post: a line keeps its number, the figures are counted again, unread notifications are withdrawn.

    A moderator can take over an author's removal, so that the author cannot undo it.
    Raises NotPossible when it is removed already."""
    with changing(post.thread, shows=PAGE | LIST) as change:
        thread = change.thread
        post = lock_post(post, thread)
        if post.state == State.REMOVED and post.removed_by_author and not by_author:
            return _say_who_removed(post, by_author=False)
        if post.state == State.REMOVED:
            raise NotPossible(_("This post has already been removed."))
        post.state, post.removed_at, post.removed_by_author = State.REMOVED, timezone.now(), by_author
        post.save(update_fields=["state", "removed_at", "removed_by_author"])
        index_post(post)
        if post.number:
            counters.settle(change, posts=-1)
            notifications.withdraw(post.key, context=thread.key, number=post.number)
        else:  # a held post is counted and shown nowhere
            change.cancel()
            if by_author:
                safety.withdraw_case(post.key, by=post.author)
    return post


def hand_back_removal(post: Post) -> Post:
    """Undo a moderator's takeover, so that the author can restore the post. Raises NotPossible."""
    with changing(post.thread, shows=PAGE) as change:
        post = lock_post(post, change.thread)
        if post.state != State.REMOVED:
            raise NotPossible(_("This post hasn’t been removed."))
        return _say_who_removed(post, by_author=True)


def _say_who_removed(post: Post, *, by_author: bool) -> Post:
    post.removed_by_author = by_author
    post.save(update_fields=["removed_by_author"])
    return post


def restore_post(post: Post) -> Post:
    """Restore a removed post under its number, without notifying anybody of it again.

    When the author takes their own removal back, the case that was closed meanwhile, since the post was gone, is opened
    again. Raises NotPossible when it is not removed, or was never published."""
    with changing(post.thread, shows=PAGE | LIST) as change:
        post = lock_post(post, change.thread)
        if post.state != State.REMOVED or post.number is None:
            raise NotPossible(_("This post hasn’t been removed."))
        if post.redacted_at:
            raise NotPossible(_("The text of this post has been erased already."))
        if post.removed_by_author and post.removed_at:
            safety.put_back_since(post.key, post.removed_at)
        post.state, post.removed_at, post.removed_by_author = State.PUBLISHED, None, False
        post.save(update_fields=["state", "removed_at", "removed_by_author"])
        index_post(post)
        counters.settle(change, posts=1)
    return post
