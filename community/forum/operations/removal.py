"""Remove a post, and put it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.forum.models import Post, State, Thread
from community.forum.operations import counting
from community.forum.operations.errors import NotPossible
from community.notifications import operations as notifications
from community.safety import operations as safety


def remove_post(post: Post, *, by_author: bool) -> Post:
    """Take a post out of sight: its number stays and says so, the figures go back, unread notices are withdrawn.

    A held post that its author takes back is simply removed. A moderator can take over a removal of the author's, so
    that it is not hers to undo. Raises NotPossible when it is removed already."""
    with transaction.atomic():
        thread = counting.locked(post.thread)
        post = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk)
        if post.state == State.REMOVED and post.removed_by_author and not by_author:
            return _say_who_removed(post, thread, by_author=False)
        if post.state == State.REMOVED:
            raise NotPossible(_("This post was removed already."))
        post.state, post.removed_at, post.removed_by_author = State.REMOVED, timezone.now(), by_author
        post.save(update_fields=["state", "removed_at", "removed_by_author"])
        if post.number:  # it was published: one that waited had been counted nowhere
            counting.settle(thread, posts=-1)
            notifications.withdraw(post.key, context=thread.key, number=post.number)
        elif by_author:
            safety.withdraw_case(post.key, by=post.author)
    return post


def hand_back_removal(post: Post) -> Post:
    """A moderator took over a removal and undoes that: it is the author's again. Raises NotPossible otherwise."""
    with transaction.atomic():
        thread = counting.locked(post.thread)
        post = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk)
        if post.state != State.REMOVED:
            raise NotPossible(_("This post is not removed."))
        return _say_who_removed(post, thread, by_author=True)


def _say_who_removed(post: Post, thread: Thread, *, by_author: bool) -> Post:
    post.removed_by_author = by_author
    post.save(update_fields=["removed_by_author"])
    counting.bump_thread(thread)
    return post


def restore_post(post: Post) -> Post:
    """Put a removed post back in its place; nobody is told a second time.

    Raises NotPossible when it is not removed, or was never published."""
    with transaction.atomic():
        thread = counting.locked(post.thread)
        post = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk)
        if post.state != State.REMOVED or post.number is None:
            raise NotPossible(_("This post is not removed."))
        post.state, post.removed_at, post.removed_by_author = State.PUBLISHED, None, False
        post.save(update_fields=["state", "removed_at", "removed_by_author"])
        counting.settle(thread, posts=1)
    return post
