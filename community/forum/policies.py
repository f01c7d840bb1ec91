"""Who may do what in the forum. `check_*` raise PermissionDenied with a sentence; `can_*` answer for templates."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.forum.models import Group, Post, State, Thread
from community.forum.models.group import Viewer
from community.members.policies import check_may_write, read_only_sentence

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.members.models import Member

CLOSED = gettext_lazy("This discussion is closed to new replies. You can still read it.")


def check_can_reply(member: "Member", thread: Thread) -> None:
    """Raise PermissionDenied when the thread is locked, or the member may not read it, or not write."""
    if not thread.is_visible_to(member):
        raise PermissionDenied(_("This discussion is no longer here."))
    if reason := reason_against_reply(member, thread):
        raise PermissionDenied(reason)


def reason_against_reply(viewer: "Member | AnonymousUser", thread: Thread) -> str:
    """Say why the viewer may not reply in a thread that they may read; "" when nothing but signing in is needed."""
    if thread.locked and not (viewer.is_authenticated and viewer.moderates):
        return str(CLOSED)
    return read_only_sentence(viewer) if viewer.is_authenticated and viewer.is_read_only else ""


def can_reply(viewer: "Member | AnonymousUser", thread: Thread) -> bool:
    """Whether to show the reply form for a thread that the viewer is reading."""
    return viewer.is_authenticated and not reason_against_reply(viewer, thread)


def check_can_start(member: "Member", group: Group) -> None:
    """Raise PermissionDenied when the member may not write, or not read the group."""
    check_may_write(member)
    if not Group.objects.visible_to(member).filter(pk=group.pk).exists():
        raise PermissionDenied(_("This group is no longer here."))


def check_can_edit(member: "Member", post: Post) -> None:
    """Raise PermissionDenied unless it is the member's own, not removed, in an open thread of a group they may read."""
    check_may_write(member)
    if post.author_id == member.pk and post.state == State.REMOVED and post.removed_by_author:
        raise PermissionDenied(_("You removed this post. To edit it, put it back first."))
    if not can_edit(member, post) or not Group.objects.visible_to(member).filter(pk=post.thread.group_id).exists():
        raise PermissionDenied(_("You can only edit your own posts, and only in open discussions."))


def can_edit(viewer: Viewer, post: Post) -> bool:
    """Whether to offer editing: one's own published or held post in an open thread."""
    return (
        viewer.is_authenticated
        and not viewer.is_read_only
        and post.author_id == viewer.pk
        and post.state in (State.PUBLISHED, State.HELD)
        and not post.thread.locked
    )


def check_can_remove(member: "Member", post: Post) -> None:
    """Raise PermissionDenied unless the post is the member's own and not removed yet."""
    if not can_remove(member, post):
        raise PermissionDenied(_("You can only remove your own posts."))


def can_remove(viewer: Viewer, post: Post) -> bool:
    """Whether to offer removal: one's own post, whatever the thread's state."""
    return viewer.is_authenticated and post.author_id == viewer.pk and post.state in (State.PUBLISHED, State.HELD)


def check_can_bookmark(member: "Member", post: Post) -> None:
    """Raise PermissionDenied when the post is not one that the member may read."""
    if not Post.objects.visible_to(member).filter(pk=post.pk).exists():
        raise PermissionDenied(_("This post is no longer here."))


def check_can_support(member: "Member", post: Post) -> None:
    """Raise PermissionDenied when it is the member's own post, or one that they may not read, or they may not write."""
    check_may_write(member)
    if post.author_id == member.pk:
        raise PermissionDenied(_("This is your own post. Only other people can react to it."))
    if not Post.objects.visible_to(member).filter(pk=post.pk).exists():
        raise PermissionDenied(_("This post is no longer here."))


def can_support(viewer: Viewer, post: Post) -> bool:
    """Whether to offer reactions: under others' posts, also in a locked thread, since a reaction is no reply."""
    writes = viewer.is_authenticated and not viewer.is_read_only
    return writes and post.is_published and post.author_id != viewer.pk
