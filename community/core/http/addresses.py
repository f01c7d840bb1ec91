"""The network that a request comes from, and how much each network may have open at a time."""

from collections import Counter
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings


class Cap:
    """A count for each key, which never passes what a setting allows. Only the event loop's thread uses it."""

    def __init__(self, setting: str) -> None:
        self._setting = setting
        self._counts: Counter[object] = Counter()

    def enter(self, key: object) -> bool:
        """Count one more and return True; False when the key has as many as it may."""
        if self._counts[key] >= getattr(settings, self._setting):
            return False
        self._counts[key] += 1
        return True

    def leave(self, key: object) -> None:
        """Count one less."""
        self._counts[key] -= 1
        if self._counts[key] <= 0:
            del self._counts[key]


open_connections = Cap("CONNECTIONS_PER_ADDRESS")  # that reach this server without a proxy
in_progress = Cap("CONNECTIONS_PER_ADDRESS")  # requests that are not answered yet, and sockets


def network_of(address: str) -> str:
    """Return the network that counts as one visitor: an IPv4 address, or the 64 bits that an IPv6 line has."""
    try:
        parsed = ip_address(address.strip().strip("[]"))
    except ValueError:
        return address.strip()
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed.packed[:8] + bytes(8), 64)))
    return str(parsed)


def network_in(client: tuple[str, int] | None, headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return the network of a request, as the last of our proxies (PROXY_COUNT) reports it; else the connection's."""
    if settings.PROXY_COUNT:
        forwarded = b",".join(value for name, value in headers if name == b"x-forwarded-for")
        addresses = forwarded.decode("latin1").split(",")
        if reported := addresses[-settings.PROXY_COUNT :][0].strip():
            return network_of(reported)
    return network_of(client[0] if client else "")
