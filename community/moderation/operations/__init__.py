"""Decide about posts, threads, cases and accounts.

Each operation is one transaction with its entry in the log; it notifies the members concerned.
"""

from community.moderation.operations.accounts import change_role, close_account, reopen_account
from community.moderation.operations.cases import reject_report, reopen_case, settle_case
from community.moderation.operations.decision import Decision
from community.moderation.operations.posts import (
    approve_post,
    label_post,
    reject_post,
    remove_post,
    restore_post,
    return_post,
)
from community.moderation.operations.threads import (
    label_thread,
    lock_thread,
    move_thread,
    pin_thread,
    unlock_thread,
    unpin_thread,
)
from community.moderation.operations.undo import undo
from community.moderation.operations.word_list import add_words, change_words, remove_words, restore_words

__all__ = [
    "Decision",
    "add_words",
    "approve_post",
    "change_role",
    "change_words",
    "close_account",
    "label_post",
    "label_thread",
    "lock_thread",
    "move_thread",
    "pin_thread",
    "reject_post",
    "reject_report",
    "remove_post",
    "remove_words",
    "reopen_account",
    "reopen_case",
    "restore_post",
    "restore_words",
    "return_post",
    "settle_case",
    "undo",
    "unlock_thread",
    "unpin_thread",
]
