"""Text that a member typed is never lost: kept in her session while she signs in again, and given back once."""

from typing import Any

from django.http import HttpRequest

_NAME = "kept_text"
PATHS = 5
CHARACTERS = 100_000


def stash(request: HttpRequest, path: str, fields: dict[str, Any]) -> bool:
    """Remember what was typed at `path` (a path) until it is taken; False when it is longer than any of our forms.

    Guests can send anything here, so a session keeps the last PATHS, and CHARACTERS in all; the oldest go first."""
    if _length({path: fields}) > CHARACTERS:
        return False
    paths = {name: old for name, old in request.session.get(_NAME, {}).items() if name != path} | {path: fields}
    while len(paths) > PATHS or _length(paths) > CHARACTERS:
        del paths[next(iter(paths))]
    request.session[_NAME] = paths
    return True


def pop(request: HttpRequest, path: str) -> dict[str, Any] | None:
    """What was typed at `path`, if anything; it is given once. Asks nothing of a guest's session."""
    if not request.user.is_authenticated or path not in request.session.get(_NAME, {}):
        return None
    fields: dict[str, Any] = request.session[_NAME].pop(path)
    request.session.modified = True
    return fields


def _length(paths: dict[str, dict[str, Any]]) -> int:
    return sum(len(path) + len(str(fields)) for path, fields in paths.items())
