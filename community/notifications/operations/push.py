"""Send members' open pages their unread counts."""

from collections.abc import Iterable

from django.db import transaction

from community.notifications import socket_messages


def push_unread_counts(member_pks: Iterable[int]) -> None:
    """Send each member's open pages the current unread count, with a version: the same in every tab."""
    messages = socket_messages.inbox_messages(list(member_pks))
    socket_messages.send_all({socket_messages.inbox_group(pk): message for pk, message in messages.items()})


def push_after_commit(member_pks: Iterable[int]) -> None:
    """Send the unread counts once the current transaction has committed."""
    transaction.on_commit(lambda: push_unread_counts(member_pks))
