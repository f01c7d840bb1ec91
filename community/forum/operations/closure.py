"""Lock and pin a thread."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from community.forum.models import Thread
from community.forum.operations import counting
from community.forum.operations.errors import NotPossible


def set_locked(thread: Thread, locked: bool) -> Thread:
    """Close a thread to new replies, or open it again. Raises NotPossible when it is so already."""
    with transaction.atomic():
        thread = counting.locked(thread)
        if thread.locked == locked:
            already = _("This discussion is locked already."), _("This discussion is open already.")
            raise NotPossible(already[0] if locked else already[1])
        thread.locked = locked
        thread.save(update_fields=["locked"])
        counting.bump_thread_and_list(thread)
    return thread


def pin(thread: Thread, until: datetime | None) -> Thread:
    """Keep a thread at the top of its group's list until then; None takes the pin out."""
    with transaction.atomic():
        thread = counting.locked(thread)
        thread.pinned_until = until
        thread.save(update_fields=["pinned_until"])
        counting.bump_thread_and_list(thread)
    return thread
