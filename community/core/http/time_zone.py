"""The viewer's time zone, which the script of a page puts into forms that ask for a day or a time of day."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

FIELD = "time_zone"  # of a form, and of the session once a member has sent one
LONGEST = 64


def viewer_zone(request: HttpRequest) -> tzinfo:
    """Return the time zone that a form names, else the one that the member named before, else the community's."""
    session = getattr(request, "session", None)
    named = request.POST.get(FIELD) or request.GET.get(FIELD) or (session.get(FIELD) if session is not None else "")
    return _zone(str(named or "")) or timezone.get_default_timezone()


def remember_zone(request: HttpRequest) -> None:
    """Store the time zone that the submitted form names, so that later pages name days in it."""
    if _zone(name := request.POST.get(FIELD, "")):
        request.session[FIELD] = name


def _zone(name: str) -> tzinfo | None:
    """Load a time zone by its name, such as "Europe/Madrid"; None for anything that is not one."""
    if not 0 < len(name) <= LONGEST:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, a path, a folder
        return None
