"""Text that a member typed is never lost: kept in her session while she signs in again, and given back once."""

from typing import Any

from django.http import HttpRequest

_NAME = "kept_text"
PLACES = 5
CHARACTERS = 100_000


def keep(request: HttpRequest, place: str, fields: dict[str, Any]) -> bool:
    """Remember what was typed at `place` (a path) until it is taken; False when it is longer than any of our forms.

    Guests can send anything here, so a session keeps the last PLACES, and CHARACTERS in all; the oldest go first."""
    if _length({place: fields}) > CHARACTERS:
        return False
    places = {name: old for name, old in request.session.get(_NAME, {}).items() if name != place} | {place: fields}
    while len(places) > PLACES or _length(places) > CHARACTERS:
        del places[next(iter(places))]
    request.session[_NAME] = places
    return True


def take(request: HttpRequest, place: str) -> dict[str, Any] | None:
    """What was typed at `place`, if anything; it is given once. Asks nothing of a guest's session."""
    if not request.user.is_authenticated or place not in request.session.get(_NAME, {}):
        return None
    kept: dict[str, Any] = request.session[_NAME].pop(place)
    request.session.modified = True
    return kept


def _length(places: dict[str, dict[str, Any]]) -> int:
    return sum(len(place) + len(str(fields)) for place, fields in places.items())
