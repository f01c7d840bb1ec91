"""Erase the text of a post for good: one moderator asks for it, and another one does it."""

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.forum import operations as forum
from community.forum.models import Post, State
from community.forum.tasks import purge
from community.moderation.models import Act, AuditEntry, Matter
from community.moderation.operations.decision import Decision, add_audit_entry, notify_author
from community.moderation.operations.posts import lock_post
from community.moderation.policies import check_may_redact


def ask_redaction(post: Post, decision: Decision) -> AuditEntry:
    """Ask another moderator to erase a post's text. Nobody is notified. Raises as remove_post does."""
    with transaction.atomic():
        post = lock_post(post, decision)
        if asked_by(post) or post.redacted_at:
            raise forum.NotPossible(gettext("Someone has asked for this already."))
        return add_audit_entry(decision, Act.ASK_REDACTION, post, {})


def cancel_redaction(post: Post, decision: Decision) -> AuditEntry:
    """Take the wish back. Raises as remove_post does."""
    with transaction.atomic():
        post = lock_post(post, decision)
        if not asked_by(post):
            raise forum.NotPossible(gettext("Nobody has asked to erase this."))
        return add_audit_entry(decision, Act.CANCEL_REDACTION, post, {})


def redact_post(post: Post, decision: Decision) -> AuditEntry:
    """Erase a post's text and pictures wherever they are stored, for which another moderator has asked; for good.

    A post that can still be read is removed with it. The entry says in how many other texts it was. Raises as
    remove_post does."""
    with transaction.atomic():
        post = lock_post(post, decision)
        check_may_redact(decision.by, asked_by(post))
        if post.state == State.HELD:
            forum.reject_post(post)
        elif post.is_published or post.removed_by_author:
            forum.remove_post(post, by_author=False)
        redacted = forum.redact_post(Post.objects.select_related("thread", "author").get(pk=post.pk))
        notify_author(decision, post, _("The text of your post has been erased for good, with its pictures."))
        transaction.on_commit(lambda: purge.enqueue())
        return add_audit_entry(decision, Act.REDACT_POST, post, vars(redacted))


def asked_by(post: Post) -> AuditEntry | None:
    """Return the entry of the moderator who has asked to erase this post's text; None when nobody does now."""
    last = AuditEntry.objects.filter(source=post.key, matter=Matter.ERASURE).select_related("actor").first()
    return last if last and last.act == Act.ASK_REDACTION else None
