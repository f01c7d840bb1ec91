"""Change the word list. Each change is an act in the log, and can be undone."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from community.moderation.models import Act, AuditEntry
from community.moderation.operations.decision import Decision, add_audit_entry
from community.safety.models import WatchedPhrase
from community.safety.operations import watching


def add_words(values: Mapping[str, Any], decision: Decision) -> AuditEntry:
    """Add words or a pattern to the list. Raises PermissionDenied and safety's AlreadyWatched."""
    with transaction.atomic():
        _check(decision)
        return add_audit_entry(decision, Act.ADD_WORDS, watching.watch(values), {})


def change_words(entry: WatchedPhrase, values: Mapping[str, Any], decision: Decision) -> AuditEntry:
    """Change an entry of the list.

    Raises PermissionDenied, and safety's ListChanged when it has changed since `entry` was read, and AlreadyWatched."""
    with transaction.atomic():
        _check(decision)
        changed = watching.change_watched(entry, values)
        return add_audit_entry(decision, Act.CHANGE_WORDS, changed, watching.values_of(entry))


def remove_words(entry: WatchedPhrase, decision: Decision) -> AuditEntry:
    """Take an entry off the list. Raises as change_words does."""
    with transaction.atomic():
        _check(decision)
        removed = watching.set_removed(entry, removed=True)
        return add_audit_entry(decision, Act.REMOVE_WORDS, removed, watching.values_of(entry))


def restore_words(entry: WatchedPhrase, decision: Decision) -> AuditEntry:
    """Put an entry back that was taken off the list. Raises as change_words does."""
    with transaction.atomic():
        _check(decision)
        return add_audit_entry(decision, Act.ADD_WORDS, watching.set_removed(entry, removed=False), {})


def _check(decision: Decision) -> None:
    if not decision.by.moderates:
        raise PermissionDenied(_("Only moderators can do this."))
