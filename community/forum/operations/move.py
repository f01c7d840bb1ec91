"""Move a thread to another group, or change who may read it."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from community.forum.models import Group, GroupFollow, Thread
from community.forum.models.group import narrower
from community.forum.operations.changing import LIST, PAGE, changing
from community.forum.operations.errors import NotPossible
from community.notifications import operations as notifications
from community.notifications import socket_messages


def move_thread(thread: Thread, group: Group, *, audience: str | None = None) -> Thread:
    """Move a thread into another group; its audience is never wider than that group's.

    `audience` overrides the thread's own, so that a move can be undone. Members who lose access, or mute the
    group, lose their unread notifications about it; sockets without access leave its group. Raises NotPossible when it
    is there already."""
    with changing(thread, shows=PAGE | LIST) as change:
        thread = change.thread
        if thread.group_id == group.pk and audience in (None, thread.audience):
            raise NotPossible(_("This discussion is already in that group."))
        before = thread.group_id
        thread.group, thread.audience = group, narrower(audience or thread.audience, group.audience)
        _withdraw_from_others(thread)
        if thread.group_id != before:
            mutes = GroupFollow.objects.filter(group=group, muted=True).values("member")
            notifications.withdraw_from_others(thread.key, readers=~Q(recipient__in=mutes))
    return thread


def set_audience(thread: Thread, audience: str) -> Thread:
    """Let others read a thread than now, never more than may read its group.

    Whoever loses access loses their unread notifications about it; open pages of theirs hear no more of it. Raises
    NotPossible when nothing changes."""
    with changing(thread, shows=PAGE | LIST) as change:
        thread = change.thread
        audience = narrower(audience, thread.group.audience)
        if thread.audience == audience:
            raise NotPossible(_("The same people can read this discussion already."))
        thread.audience = audience
        _withdraw_from_others(thread)
    return thread


def _withdraw_from_others(thread: Thread) -> None:
    """Withdraw what is unread from members who may not read a thread, and have its open pages check that again."""
    if readers := thread.audience_of_members("recipient"):
        notifications.withdraw_from_others(thread.key, readers=readers)
    group = socket_messages.thread_group(thread.key)
    transaction.on_commit(lambda: socket_messages.send(group, {"type": "recheck"}))
