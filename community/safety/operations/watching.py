"""Change the word list. Every change raises a row's version, by which each process learns of it (screening.py)."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from community.core.exceptions import Conflict
from community.safety.models import WatchedPhrase
from community.safety.patterns import ALL_STEPS, Unusable, compile_pattern

FIELDS = ("phrase", "is_pattern", "reason", "note", "effect", "is_on")


class AlreadyWatched(Conflict):
    """The list has the same words, or the same pattern."""

    def __init__(self) -> None:
        super().__init__(_("This is on the list already."))


def check_fits(pattern: str, *, instead_of: int = 0) -> None:
    """Check that a pattern can be used beside those on the list. Raises Unusable, with a sentence."""
    steps = int(compile_pattern(pattern).programsize)
    others = WatchedPhrase.objects.watched().filter(is_pattern=True).exclude(pk=instead_of)
    for other in others.values_list("phrase", flat=True):
        with suppress(Unusable):
            steps += compile_pattern(other).programsize
    if steps > ALL_STEPS:
        raise Unusable(_("The list has as many patterns as we can check. Turn one off first."))


class ListChanged(Conflict):
    """Somebody else changed or removed the entry since it was read."""

    def __init__(self) -> None:
        super().__init__(_("Someone else has changed this since you opened it. Look at it again."))


def watch(values: Mapping[str, Any]) -> WatchedPhrase:
    """Add an entry with these values of FIELDS. Raises AlreadyWatched."""
    return _save(WatchedPhrase(**values))


def change_watched(entry: WatchedPhrase, values: Mapping[str, Any]) -> WatchedPhrase:
    """Give an entry these values of FIELDS; `entry` stays as it was. Raises ListChanged and AlreadyWatched."""
    changed = _locked(entry)
    for name in FIELDS:
        setattr(changed, name, values[name])
    changed.version += 1
    return _save(changed)


def set_removed(entry: WatchedPhrase, *, removed: bool) -> WatchedPhrase:
    """Take an entry off the list, or put it back. Raises ListChanged, and AlreadyWatched for another such entry."""
    changed = _locked(entry)
    changed.removed, changed.version = removed, changed.version + 1
    return _save(changed)


def _locked(entry: WatchedPhrase) -> WatchedPhrase:
    """Lock an entry's row until the transaction ends. Raises ListChanged when it is newer than `entry`."""
    row = WatchedPhrase.objects.select_for_update(no_key=True).get(pk=entry.pk)
    if row.version != entry.version:
        raise ListChanged
    return row


def values_of(entry: WatchedPhrase) -> dict[str, Any]:
    """Return what a change may change, as it is now."""
    return {name: getattr(entry, name) for name in FIELDS}


def _save(entry: WatchedPhrase) -> WatchedPhrase:
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as same:
        raise AlreadyWatched from same
    return entry
