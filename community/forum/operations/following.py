"""Follow and mute threads and groups. Who is notified then: selectors/who_hears.py."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from community.core import refs
from community.forum.models import Follow, Group, GroupFollow, Thread
from community.forum.operations.changing import locked
from community.notifications import operations as notifications

if TYPE_CHECKING:
    from community.members.models import Member


class FollowState(StrEnum):
    """How a member follows a thread; UNFOLLOWED: they stopped, and a reply of theirs does not begin it again."""

    NONE = "none"
    FOLLOWS = "follows"
    UNFOLLOWED = "unfollowed"
    MUTES = "mutes"


def follow(thread: Thread, member: "Member") -> None:
    """Notify the member of replies from now on; a mute of the thread ends."""
    Follow.objects.update_or_create(thread=thread, member=member, defaults={"active": True, "muted": False})


def unfollow(thread: Thread, member: "Member") -> None:
    """Stop notifying the member of replies, also after they post again."""
    Follow.objects.update_or_create(thread=thread, member=member, defaults={"active": False})


def mute_thread(thread: Thread, member: "Member") -> None:
    """Notify the member of nothing in the thread; their follow ends, and what is unread is withdrawn for good.

    The thread is locked first: a post that is being written there notifies before the withdrawal, or not at all."""
    with transaction.atomic():
        locked(thread)
        Follow.objects.update_or_create(thread=thread, member=member, defaults={"active": False, "muted": True})
        notifications.unread_contexts(member)  # waits for what is being expanded
        notifications.withdraw_unread(member, Q(context=thread.key))


def unmute_thread(thread: Thread, member: "Member") -> None:
    """End a mute. The member does not follow the thread then."""
    Follow.objects.filter(thread=thread, member=member).update(muted=False)


def follow_state(thread: Thread, member: "Member") -> FollowState:
    """How a member follows the thread now, for an undo of what is done next."""
    row = Follow.objects.filter(thread=thread, member=member).values_list("active", "muted").first()
    if row is None:
        return FollowState.NONE
    active, muted = row
    return FollowState.MUTES if muted else FollowState.FOLLOWS if active else FollowState.UNFOLLOWED


def undo_mute(thread: Thread, member: "Member", before: str) -> None:
    """End a mute, and leave the thread as it was `before`, a FollowState. Nothing is sent of what was posted meanwhile.

    Who neither followed nor unfollowed it begins to follow with their next reply, as if they had not muted it."""
    own = Follow.objects.filter(thread=thread, member=member, muted=True)
    if before == FollowState.NONE:
        own.delete()
    elif before != FollowState.MUTES:
        own.update(muted=False, active=before == FollowState.FOLLOWS)


def follow_group(group: Group, member: "Member") -> None:
    """Notify the member of new threads in the group from now on; a mute of the group ends."""
    GroupFollow.objects.update_or_create(group=group, member=member, defaults={"muted": False})


def unfollow_group(group: Group, member: "Member") -> None:
    """Stop notifying the member of new threads."""
    GroupFollow.objects.filter(group=group, member=member, muted=False).delete()


def mute_group(group: Group, member: "Member") -> None:
    """Notify the member of nothing in the group, whatever they follow there; what is unread is withdrawn for good."""
    with transaction.atomic():
        GroupFollow.objects.update_or_create(group=group, member=member, defaults={"muted": True})
        pks = [pk for prefix, pk in map(refs.split, notifications.unread_contexts(member)) if prefix == "thread"]
        threads = Thread.objects.filter(group=group, pk__in=pks)
        notifications.withdraw_unread(member, Q(context__in=[thread.key for thread in threads]))


def unmute_group(group: Group, member: "Member") -> None:
    """End a mute. The member does not follow the group then; what they follow in it notifies them again."""
    GroupFollow.objects.filter(group=group, member=member, muted=True).delete()
