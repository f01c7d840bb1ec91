"""Rate limits, counted in the shared cache."""

import hashlib
import ipaddress
import re

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 (nothing listens there)


def allow(key: str, per_hour: int) -> bool:
    """Count one use of `key`; False after more than `per_hour` uses in the hour since the first."""
    name = "limit:" + hashlib.sha256(key.encode()).hexdigest()[:32]
    cache.add(name, 0, timeout=3600)
    try:
        return cache.incr(name) <= per_hour
    except ValueError:  # expired between the two calls: this is the first use of a new hour
        cache.set(name, 1, timeout=3600)
        return True


def client_address(request: HttpRequest) -> str:
    """Return the client's IP address, as the outermost proxy of our own reports it (settings.PROXY_COUNT).

    Without a usable one, such as behind a Unix socket, it is the unspecified address: those clients share limits."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    count = settings.PROXY_COUNT
    behind = forwarded[-count] if 0 < count <= len(forwarded) else ""
    return _ip(behind) or _ip(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def network_of(request: HttpRequest) -> str:
    """Return what limits count a client by: the IPv4 address, or the /64 of an IPv6 one, which is one household's."""
    address = ipaddress.ip_address(client_address(request))
    return str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))


def _ip(text: str) -> str:
    """Return an IP address without the port that some proxies add; "" for any other text."""
    text = text.strip()
    if bracketed := re.fullmatch(r"\[([^\]]*)\](:\d+)?", text):
        text = bracketed[1]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
