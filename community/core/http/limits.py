"""How often somebody may do something, counted in the shared cache."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest


def allow(key: str, per_hour: int) -> bool:
    """Count one use of `key`; False once there were more than `per_hour` within the hour since the first."""
    name = "limit:" + hashlib.sha256(key.encode()).hexdigest()[:32]
    cache.add(name, 0, timeout=3600)
    try:
        return cache.incr(name) <= per_hour
    except ValueError:  # it ran out between the two lines: this is the first use of a new hour
        cache.set(name, 1, timeout=3600)
        return True


def client_address(request: HttpRequest) -> str:
    """The visitor's address, past the proxies that settings say we trust (the last of them wrote it)."""
    from allauth.account.adapter import get_adapter

    return str(get_adapter().get_client_ip(request))
