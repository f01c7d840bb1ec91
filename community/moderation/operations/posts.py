"""Decide about a post: take it down, put it back, publish it or not."""

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.content_warnings import list_of_names
from community.forum import operations as forum
from community.forum.models import Post, Thread
from community.moderation.models import Act, AuditEntry
from community.moderation.operations.decision import Decision, Sentence, close, notify_author, write_down
from community.moderation.policies import check_can_restore, check_is_removed_by_moderator, check_may_decide
from community.safety.models import Case


def remove_post(post: Post, decision: Decision) -> AuditEntry:
    """Remove a post; when its author had removed it, they cannot restore it any more.

    Raises PermissionDenied, forum.NotPossible or safety.Stale; then nothing changed."""
    with transaction.atomic():
        post = _ready(post, decision)
        forum.remove_post(post, by_author=False)
        notified = (
            _("You took your post back. It stays down.") if post.removed_by_author else _("Your post was taken down.")
        )
        return _finish(post, decision, Act.REMOVE_POST, notified)


def return_post(post: Post, decision: Decision) -> AuditEntry:
    """Let the author of a post that they removed decide again whether it stays removed. Raises as remove_post does."""
    with transaction.atomic():
        post = _ready(post, decision)
        check_is_removed_by_moderator(post)
        forum.hand_back_removal(post)
        return _finish(post, decision, Act.RETURN_POST, _("You can put your post back again."))


def restore_post(post: Post, decision: Decision) -> AuditEntry:
    """Put back a post that a moderator removed. Raises as remove_post does."""
    with transaction.atomic():
        post = _ready(post, decision)
        check_can_restore(post)
        forum.restore_post(post)
        return _finish(post, decision, Act.RESTORE_POST, _("Your post is back."))


def approve_post(post: Post, decision: Decision) -> AuditEntry:
    """Publish a held post, or one that was not published before. Raises as remove_post does."""
    with transaction.atomic():
        post = _ready(post, decision)
        forum.approve_post(post)
        return _finish(post, decision, Act.APPROVE_POST, _("Your post is published now."))


def reject_post(post: Post, decision: Decision) -> AuditEntry:
    """Leave a held post unpublished. Raises as remove_post does."""
    with transaction.atomic():
        post = _ready(post, decision)
        forum.reject_post(post)
        return _finish(post, decision, Act.REJECT_POST, _("Your post was not published."))


def label_post(post: Post, decision: Decision, *, labels: int) -> AuditEntry:
    """Say what a reply is about, so that those who cannot read about it now are spared. Raises as remove_post does."""
    with transaction.atomic():
        post = _ready(post, decision)
        forum.label_post(post, labels)
        return _finish(post, decision, Act.LABEL_POST, _notified_of_labels(labels))


def _notified_of_labels(labels: int) -> Sentence:
    if not labels:
        return _("Your post has no labels any more.")
    return format_lazy(_("Your post has these labels now: {labels}."), labels=list_of_names(labels))


def _ready(post: Post, decision: Decision) -> Post:
    """The post as it is now, locked in the forum's order: thread, post, and the case last of all."""
    Thread.objects.select_for_update(no_key=True).get(pk=post.thread_id)
    post = Post.objects.select_for_update(of=("self",), no_key=True).select_related("thread", "author").get(pk=post.pk)
    check_may_decide(decision.by, about=post.author, case=decision.case)
    return post


def _finish(post: Post, decision: Decision, act: Act, notified: Sentence) -> AuditEntry:
    """`post` is as it was before the act: the forum changed a row of its own."""
    close(decision, Case.State.RESOLVED)
    notify_author(decision, post, notified)
    before = {"state": post.state, "removed_by_author": post.removed_by_author, "labels": post.labels}
    return write_down(decision, act, post, before)
