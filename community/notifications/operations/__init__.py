"""Write notifications, one verb a module; nothing else writes their rows.

Call an operation in the transaction of the change that it reports: the rows are the outbox. Members' pages get their
unread counts after the commit.
"""

from community.notifications.operations.correct import correct, unread_personal
from community.notifications.operations.email_stop import resume_email, stop_email
from community.notifications.operations.expand import expand
from community.notifications.operations.gather import gather, withdraw_gathered
from community.notifications.operations.notify import members_notified_of, notify, notify_each, notify_on_site
from community.notifications.operations.preferences import preferences_for, save_preferences, unsubscribe
from community.notifications.operations.push_devices import (
    move_push_to_session,
    renew_push,
    turn_off_push,
    turn_off_push_of_device,
    turn_off_push_of_session,
    turn_on_push,
)
from community.notifications.operations.read import read, read_open, reopen, seen_up_to
from community.notifications.operations.record import record
from community.notifications.operations.repoint import MovedSource, open_rows, repoint, restore_open_rows
from community.notifications.operations.results import NewResult, notify_of_results
from community.notifications.operations.sample import send_sample
from community.notifications.operations.sweep import forget_events, sweep
from community.notifications.operations.toasts import show_toasts
from community.notifications.operations.withdraw import (
    unread_contexts,
    withdraw,
    withdraw_from,
    withdraw_from_others,
    withdraw_unread,
)
from community.notifications.socket_messages import push_unread_counts

__all__ = [
    "MovedSource",
    "NewResult",
    "correct",
    "expand",
    "forget_events",
    "gather",
    "members_notified_of",
    "move_push_to_session",
    "notify",
    "notify_each",
    "notify_of_results",
    "notify_on_site",
    "open_rows",
    "preferences_for",
    "push_unread_counts",
    "read",
    "read_open",
    "record",
    "renew_push",
    "reopen",
    "repoint",
    "restore_open_rows",
    "resume_email",
    "save_preferences",
    "seen_up_to",
    "send_sample",
    "show_toasts",
    "stop_email",
    "sweep",
    "turn_off_push",
    "turn_off_push_of_device",
    "turn_off_push_of_session",
    "turn_on_push",
    "unread_contexts",
    "unread_personal",
    "unsubscribe",
    "withdraw",
    "withdraw_from",
    "withdraw_from_others",
    "withdraw_gathered",
    "withdraw_unread",
]
