"""Rate limits of addresses and members; core/access.py counts them, as it does for each form of a member."""

from django.conf import settings
from django.http import HttpRequest

from community.core.access import HOUR, MINUTE, TooOften, allow, count_post, count_within
from community.core.http import addresses

__all__ = ["MINUTE", "TooOften", "allow", "client_address", "count_first_post", "count_post", "network_of"]


def client_address(request: HttpRequest) -> str:
    """Return the client's IP address, as core/http/addresses.py reads it."""
    return addresses.client_ip(request.headers.get("X-Forwarded-For", ""), request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """Return the network that limits count the client by."""
    return addresses.network_of(client_address(request))


def count_first_post(request: HttpRequest) -> None:
    """Count a post of somebody who may be new, by network: one person may have many accounts. Raises TooOften.

    Established members are not counted, since a hospital's people share one address."""
    count_within(f"first posts from {network_of(request)}", settings.FIRST_POSTS_PER_NETWORK, HOUR)
