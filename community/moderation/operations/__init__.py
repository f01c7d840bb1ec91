"""Decide about posts, threads, cases and accounts.

Each operation is one transaction with its entry in the log; it notifies the members concerned.
"""

from community.moderation.operations.accounts import change_role, close_account, reopen_account
from community.moderation.operations.appeals import appeal, uphold_decision
from community.moderation.operations.canned import save_canned_reason
from community.moderation.operations.cases import reject_report, reopen_case, settle_case
from community.moderation.operations.decision import Decision
from community.moderation.operations.moving import merge_threads, split_thread, unmerge_threads, unsplit_thread
from community.moderation.operations.notes import add_note, remove_note, restore_note
from community.moderation.operations.posts import (
    approve_post,
    edit_post,
    label_post,
    reject_post,
    remove_post,
    restore_post,
    return_post,
)
from community.moderation.operations.redaction import ask_redaction, cancel_redaction, redact_post
from community.moderation.operations.sanctions import (
    change_end,
    end_sanction,
    limit_member,
    resume_sanction,
    suspend_member,
    warn_member,
)
from community.moderation.operations.threads import (
    label_thread,
    lock_thread,
    move_thread,
    narrow_thread,
    pin_thread,
    unlock_thread,
    unpin_thread,
    widen_thread,
)
from community.moderation.operations.undo import undo
from community.moderation.operations.word_list import add_words, change_words, remove_words, restore_words

__all__ = [
    "Decision",
    "add_note",
    "add_words",
    "appeal",
    "approve_post",
    "ask_redaction",
    "cancel_redaction",
    "change_end",
    "change_role",
    "change_words",
    "close_account",
    "edit_post",
    "end_sanction",
    "label_post",
    "label_thread",
    "limit_member",
    "lock_thread",
    "merge_threads",
    "move_thread",
    "narrow_thread",
    "pin_thread",
    "redact_post",
    "reject_post",
    "reject_report",
    "remove_note",
    "remove_post",
    "remove_words",
    "reopen_account",
    "reopen_case",
    "restore_note",
    "restore_post",
    "restore_words",
    "resume_sanction",
    "return_post",
    "save_canned_reason",
    "settle_case",
    "split_thread",
    "suspend_member",
    "undo",
    "unlock_thread",
    "unmerge_threads",
    "unpin_thread",
    "unsplit_thread",
    "uphold_decision",
    "warn_member",
    "widen_thread",
]
