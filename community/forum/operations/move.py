"""Move a thread to another group."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.forum.models import Group, Thread
from community.forum.models.group import narrower
from community.forum.operations import counting
from community.forum.operations.errors import NotPossible
from community.notifications import live
from community.notifications import operations as notifications


def move_thread(thread: Thread, group: Group, *, audience: str | None = None) -> Thread:
    """Put a thread into another group, its audience never wider than that group's, both groups counted.

    `audience` overrides the thread's own, so that a move can be undone. Sockets of those who lose it fall silent, and
    what they had not read about it is withdrawn.
    Raises NotPossible when it is there already."""
    with transaction.atomic():
        thread = counting.locked(thread)
        if thread.group_id == group.pk and audience in (None, thread.audience):
            raise NotPossible(_("This discussion is in that group already."))
        old_group, old_audience = thread.group_id, thread.audience
        counting.lock_tallies(old_group, group.pk)
        counting.leave_tally(thread)
        thread.group, thread.audience = group, narrower(audience or thread.audience, group.audience)
        thread.save(update_fields=["group", "audience"])
        counting.enter_tally(thread)
        counting.refresh_tally_activity(old_group, old_audience)
        counting.bump_thread_and_list(thread)
        if readers := thread.audience_of_members("recipient"):
            notifications.withdraw_from_others(thread.key, readers=readers)
        key = thread.key
        transaction.on_commit(lambda: live.send(live.thread_group(key), {"type": "recheck"}))
    return thread
