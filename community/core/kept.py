"""Text that a member typed is never lost: kept in her session while she signs in again, and given back once."""

from typing import Any

from django.http import HttpRequest

_NAME = "kept_text"


def keep(request: HttpRequest, place: str, fields: dict[str, Any]) -> None:
    """Remember what was typed at `place` (a path) until it is taken."""
    request.session[_NAME] = {**request.session.get(_NAME, {}), place: fields}


def take(request: HttpRequest, place: str) -> dict[str, Any] | None:
    """What was typed at `place`, if anything; it is given once. Asks nothing of a guest's session."""
    if not request.user.is_authenticated or place not in request.session.get(_NAME, {}):
        return None
    kept: dict[str, Any] = request.session[_NAME].pop(place)
    request.session.modified = True
    return kept
