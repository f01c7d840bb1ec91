"""Lock and pin a thread."""

from datetime import datetime

from django.utils.translation import gettext as _

from community.forum.models import Thread
from community.forum.operations.changing import LIST, PAGE, changing
from community.forum.operations.errors import NotPossible


def set_locked(thread: Thread, locked: bool) -> Thread:
    """Close a thread to new replies, or open it again. Raises NotPossible when it is so already."""
    with changing(thread, shows=PAGE | LIST) as change:
        if change.thread.locked == locked:
            already = _("This discussion is already closed."), _("This discussion is already open.")
            raise NotPossible(already[0] if locked else already[1])
        change.thread.locked = locked
    return change.thread


def pin(thread: Thread, until: datetime | None) -> Thread:
    """Show a thread at the top of its group's list until then; None unpins it."""
    with changing(thread, shows=LIST) as change:
        change.thread.pinned_until = until
    return change.thread
