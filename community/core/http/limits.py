"""Rate limits, counted in the shared cache."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest


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
    """Return the client's IP address as the last trusted proxy reports it (ALLAUTH_TRUSTED_PROXY_COUNT)."""
    from allauth.account.adapter import get_adapter

    return str(get_adapter().get_client_ip(request))
