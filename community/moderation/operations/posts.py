"""Decide about a post: remove or restore it, publish or reject it, label it."""

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.content_warnings import list_of_names
from community.core.text.richtext import RichText
from community.forum import operations as forum
from community.forum.models import Post, Thread
from community.moderation.models import Act, AuditEntry
from community.moderation.operations.decision import Decision, Sentence, add_audit_entry, close_case, notify_author
from community.moderation.operations.taking_back import put_case_back
from community.moderation.policies import check_can_restore, check_is_removed_by_moderator, check_may_decide
from community.safety.models import Case


def remove_post(post: Post, decision: Decision) -> AuditEntry:
    """Remove a post; an author who had removed it themselves cannot restore it any more.

    Raises PermissionDenied, forum.NotPossible or safety.Stale, and changes nothing then."""
    with transaction.atomic():
        post = lock_post(post, decision)
        forum.remove_post(post, by_author=False)
        outcome = (
            _("You removed your post, so it stays removed.") if post.removed_by_author else _("Your post was removed.")
        )
        return _complete(post, decision, Act.REMOVE_POST, outcome)


def return_post(post: Post, decision: Decision) -> AuditEntry:
    """Let the author restore a post again that they had removed before a moderator did. Raises as remove_post does."""
    with transaction.atomic():
        post = lock_post(post, decision)
        check_is_removed_by_moderator(post)
        forum.hand_back_removal(post)
        return _complete(post, decision, Act.RETURN_POST, _("You can now put your post back."))


def restore_post(post: Post, decision: Decision) -> AuditEntry:
    """Restore a post that a moderator removed. Raises as remove_post does."""
    with transaction.atomic():
        post = lock_post(post, decision)
        check_can_restore(post)
        forum.restore_post(post)
        return _complete(post, decision, Act.RESTORE_POST, _("Your post is back."))


def approve_post(post: Post, decision: Decision) -> AuditEntry:
    """Publish a held or rejected post. Raises as remove_post does."""
    with transaction.atomic():
        post = lock_post(post, decision)
        forum.approve_post(post)
        return _complete(post, decision, Act.APPROVE_POST, _("Your post is now published."))


def reject_post(post: Post, decision: Decision) -> AuditEntry:
    """Reject a held post. Raises as remove_post does."""
    with transaction.atomic():
        post = lock_post(post, decision)
        forum.reject_post(post)
        return _complete(post, decision, Act.REJECT_POST, _("Your post was not published."))


def label_post(post: Post, decision: Decision, *, labels: int) -> AuditEntry:
    """Set a reply's content warnings. Raises as remove_post does."""
    with transaction.atomic():
        post = lock_post(post, decision)
        forum.label_post(post, labels)
        return _complete(post, decision, Act.LABEL_POST, _label_sentence(labels), labels=labels)


def edit_post(post: Post, decision: Decision, *, text: RichText, revision: int | None = None) -> AuditEntry:
    """Replace a post's text; the author is notified, and sees what was changed. Raises as remove_post does.

    `revision` says that this restores the text of before an edit, and which revision has it; it is refused when the
    post has been edited again."""
    with transaction.atomic():
        post = lock_post(post, decision)
        before: dict[str, object] = {"edited_by_moderator": post.edited_by_moderator}
        is_undone = decision.undoes is not None
        by_moderator = bool(decision.undoes.before["edited_by_moderator"]) if decision.undoes else True
        stored = forum.correct_post(
            post,
            editor=decision.by,
            text=text,
            reason=decision.reason,
            by_moderator=by_moderator,
            after=revision,
        )
        outcome = _("A moderator put your text back.") if is_undone else _("A moderator edited your post.")
        close_case(decision, Case.State.RESOLVED)
        reopened = put_case_back(decision, Act.EDIT_POST, post, {})
        entry = add_audit_entry(decision, Act.EDIT_POST, post, before | {"revision": stored.pk}, reopened=reopened)
        notify_author(decision, post, outcome, entry)
        return entry


def _label_sentence(labels: int) -> Sentence:
    if not labels:
        return _("Your post no longer has content warnings.")
    return format_lazy(_("Your post now has these content warnings: {labels}."), labels=list_of_names(labels))


def lock_post(post: Post, decision: Decision) -> Post:
    """Lock thread and post, in the forum's order, and check who decides; the case is locked last."""
    Thread.objects.select_for_update(no_key=True).get(pk=post.thread_id)
    post = Post.objects.select_for_update(of=("self",), no_key=True).select_related("thread", "author").get(pk=post.pk)
    check_may_decide(decision.by, about=post.author, case=decision.case)
    return post


def _complete(post: Post, decision: Decision, act: Act, outcome: Sentence, **now: int) -> AuditEntry:
    """Close or reopen the case, notify the author and add the entry; `post` still has its state before the act."""
    close_case(decision, Case.State.RESOLVED)
    reopened = put_case_back(decision, act, post, now)
    before = {"state": post.state, "removed_by_author": post.removed_by_author, "labels": post.labels}
    entry = add_audit_entry(decision, act, post, before, reopened=reopened)
    notify_author(decision, post, outcome, entry)
    return entry
