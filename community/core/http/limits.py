"""Rate limits, counted in the shared cache."""

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from community.core.http import addresses

if TYPE_CHECKING:
    from community.members.models import Member

HOUR, MINUTE = 3600, 60  # seconds
KNOWN_AFTER = timedelta(days=7)
KNOWN_MEMBERS_TIMES = 3  # as often as somebody who has just joined


class TooOften(Exception):
    """A member has reached a limit; they get their text back, to send it again later (core/http/middleware.py)."""


def allow(key: str, most: int, seconds: int = HOUR) -> bool:
    """Count one use of `key`; False after more than `most` uses in the `seconds` since the first."""
    name = "limit:" + hashlib.sha256(key.encode()).hexdigest()[:32]
    cache.add(name, 0, timeout=seconds)
    try:
        return cache.incr(name) <= most
    except ValueError:  # expired between the two calls: this is the first use of a new hour or minute
        cache.set(name, 1, timeout=seconds)
        return True


def count(member: "Member", act: str, per_minute: int) -> None:
    """Count an act of a member; raise TooOften beyond `per_minute`, or three times that for a member who is known.

    Known are all who joined a week ago, so that programs which sign up to flood the site are slowed down."""
    is_known = member.date_joined < timezone.now() - KNOWN_AFTER
    if not allow(f"{act} of member {member.pk}", per_minute * (KNOWN_MEMBERS_TIMES if is_known else 1), MINUTE):
        raise TooOften(act)


def count_change(member: "Member") -> None:
    """Count a form or a saved draft of a member, whatever it changes. Raises TooOften."""
    count(member, "changes", settings.CHANGES_PER_MINUTE)


def count_post(member: "Member") -> None:
    """Count what others are shown or told of: a post, an edit, a profile. Raises TooOften."""
    count(member, "posts", settings.POSTS_PER_MINUTE)


def client_address(request: HttpRequest) -> str:
    """Return the client's IP address, as core/http/addresses.py reads it."""
    return addresses.client_ip(request.headers.get("X-Forwarded-For", ""), request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """Return the network that limits count the client by."""
    return addresses.network_of(client_address(request))
