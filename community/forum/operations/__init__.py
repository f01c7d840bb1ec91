"""The operations of the forum, one a module: nothing else writes its rows."""

from community.forum.operations.blocking import block_member, unblock_member
from community.forum.operations.bookmark import add_bookmark, remove_bookmark, restore_bookmark, write_note
from community.forum.operations.closure import pin, set_locked
from community.forum.operations.correction import correct_post
from community.forum.operations.edit import edit_post
from community.forum.operations.errors import NotPossible
from community.forum.operations.following import (
    follow,
    follow_group,
    follow_state,
    mute_group,
    mute_thread,
    undo_mute,
    unfollow,
    unfollow_group,
    unmute_group,
    unmute_thread,
)
from community.forum.operations.importing import ImportedPost, import_pictures, import_thread
from community.forum.operations.index_missing import complete_index, notice_missing
from community.forum.operations.label import label_post, label_thread
from community.forum.operations.merge import merge_threads
from community.forum.operations.move import move_thread, set_audience
from community.forum.operations.mute_labels import mute_labels
from community.forum.operations.read_group import MarkedRead, VisitBefore, read_group, unread_group
from community.forum.operations.reading import visit
from community.forum.operations.recount import Difference, recount
from community.forum.operations.redaction import Redacted, purge, redact_post
from community.forum.operations.reindex import count_public_words, reindex, search_differences
from community.forum.operations.removal import hand_back_removal, remove_post, restore_post
from community.forum.operations.reply import AlreadyPosted, reply_to
from community.forum.operations.reply_by_mail import MailedReply, reply_by_mail
from community.forum.operations.review import approve_post, reject_post
from community.forum.operations.split import split_thread
from community.forum.operations.start import start_thread
from community.forum.operations.support import give_support, take_support_back
from community.forum.operations.undo_move import undo_move

__all__ = [
    "AlreadyPosted",
    "Difference",
    "ImportedPost",
    "MailedReply",
    "MarkedRead",
    "NotPossible",
    "Redacted",
    "VisitBefore",
    "add_bookmark",
    "approve_post",
    "block_member",
    "complete_index",
    "correct_post",
    "count_public_words",
    "edit_post",
    "follow",
    "follow_group",
    "follow_state",
    "give_support",
    "hand_back_removal",
    "import_pictures",
    "import_thread",
    "label_post",
    "label_thread",
    "merge_threads",
    "move_thread",
    "mute_group",
    "mute_labels",
    "mute_thread",
    "notice_missing",
    "pin",
    "purge",
    "read_group",
    "recount",
    "redact_post",
    "reindex",
    "reject_post",
    "remove_bookmark",
    "remove_post",
    "reply_by_mail",
    "reply_to",
    "restore_bookmark",
    "restore_post",
    "search_differences",
    "set_audience",
    "set_locked",
    "split_thread",
    "start_thread",
    "take_support_back",
    "unblock_member",
    "undo_move",
    "undo_mute",
    "unfollow",
    "unfollow_group",
    "unmute_group",
    "unmute_thread",
    "unread_group",
    "visit",
    "write_note",
]
