"""Label a thread or a post with its content warnings.

Labels change no figure, date or order. A new label withdraws unread notifications from members who mute it; removing
one notifies nobody.
"""

from django.db.models import F, Q
from django.utils.translation import gettext as _

from community.forum.models import Post, Thread
from community.forum.operations.changing import LIST, PAGE, changing, lock_post
from community.forum.operations.errors import NotPossible
from community.members.models import mutes_now
from community.notifications import operations as notifications
from community.notifications.models import Kind


def label_thread(thread: Thread, labels: int) -> Thread:
    """Set the labels of a thread and so of its opening post. Raises NotPossible when it has them already."""
    with changing(thread, shows=PAGE | LIST) as change:
        if change.thread.labels == labels:
            raise NotPossible(_("This discussion already has these content warnings."))
        set_on_thread(change.thread, labels)
        # The author may be editing the opening post with its labels: a new version refuses an edit that missed this.
        change.thread.posts.filter(number=1).update(version=F("version") + 1)
    return change.thread


def label_post(post: Post, labels: int) -> Post:
    """Set the labels of a reply. Raises NotPossible for an opening post, and when it has them already."""
    with changing(post.thread, shows=PAGE) as change:
        post = lock_post(post, change.thread)
        if post.begins:
            raise NotPossible(_("To change the content warnings on the first post, change the ones on the discussion."))
        if post.labels == labels:
            raise NotPossible(_("This post already has these content warnings."))
        post.version += 1
        post.save(update_fields=["version"])
        set_on_post(post, change.thread, labels)
    return post


def set_on_thread(thread: Thread, labels: int) -> None:
    """Set the labels of a locked thread, and withdraw notifications from members who mute a new one."""
    new, thread.labels = labels & ~thread.labels, labels
    if new and thread.published:
        hiding = mutes_now(new, "recipient") & ~Q(recipient=thread.author_id)
        notifications.withdraw_from(hiding, Q(context=thread.key), context=thread.key)


def set_on_post(post: Post, thread: Thread, labels: int) -> None:
    """Save the labels of a locked reply, and withdraw notifications from members who mute a new one."""
    new, post.labels = labels & ~post.labels, labels
    post.save(update_fields=["labels"])
    if new and post.is_published:
        about = Q(source=post.key) & (Q(open_key=None) | Q(kind=Kind.FOUND))
        notifications.withdraw_from(mutes_now(new, "recipient"), about, context=thread.key)
