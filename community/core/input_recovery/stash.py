"""Stash submitted input in the session while its author signs in, and pop it once afterwards."""

from typing import Any

from django.http import HttpRequest

from community.core.input_recovery.writer import writer_of

_SESSION_KEY = "stash"
MAX_PATHS = 5
MAX_CHARACTERS = 100_000


def stash(request: HttpRequest, path: str, fields: dict[str, Any]) -> bool:
    """Store the fields submitted to `path` until they are popped; False when they exceed MAX_CHARACTERS.

    Guests can send anything here, so a session stores at most MAX_PATHS paths and MAX_CHARACTERS in total; the oldest
    are dropped first."""
    stashed = {"writer": writer_of(request), "fields": fields}
    if _length({path: stashed}) > MAX_CHARACTERS:
        return False
    paths = {name: old for name, old in request.session.get(_SESSION_KEY, {}).items() if name != path} | {path: stashed}
    while len(paths) > MAX_PATHS or _length(paths) > MAX_CHARACTERS:
        del paths[next(iter(paths))]
    request.session[_SESSION_KEY] = paths
    return True


def pop(request: HttpRequest, path: str) -> dict[str, Any] | None:
    """Remove and return the fields stashed for `path`, as a form's initial data; None for guests, or without any.

    What another member wrote is removed and not returned."""
    if not request.user.is_authenticated or path not in request.session.get(_SESSION_KEY, {}):
        return None
    stashed = request.session[_SESSION_KEY].pop(path)
    request.session.modified = True
    fields: dict[str, Any] = stashed["fields"]
    return fields if stashed["writer"] in {"", writer_of(request)} else None


def _length(paths: dict[str, dict[str, Any]]) -> int:
    return sum(len(path) + len(str(stashed)) for path, stashed in paths.items())
