"""The network that a request comes from, and how much each network may have open at a time."""

import re
from collections import Counter
from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from django.conf import settings

UNKNOWN = "0.0.0.0"  # noqa: S104 (nothing listens there)


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


def client_ip(forwarded: str, peer: str) -> str:
    """Return the client's IP address, as the outermost proxy of our own reports it (settings.PROXY_COUNT).

    `forwarded` is X-Forwarded-For, `peer` the address of the connection. Without a usable one, such as behind a Unix
    socket, it is the unspecified address: those clients share limits."""
    reported = forwarded.split(",")
    count = settings.PROXY_COUNT
    behind = reported[-count] if 0 < count <= len(reported) else ""
    return _ip(behind) or _ip(peer) or UNKNOWN


def network_of(ip: str) -> str:
    """Return the network that counts as one visitor: an IPv4 address, or the 64 bits that one household has of IPv6."""
    parsed = ip_address(_ip(ip) or UNKNOWN)
    return str(parsed) if parsed.version == 4 else str(ip_network((parsed, 64), strict=False))


def network_in(client: tuple[str, int] | None, headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return the network of a request that the server has received: of its connection's address and its headers."""
    forwarded = b",".join(value for name, value in headers if name == b"x-forwarded-for").decode("latin1")
    return network_of(client_ip(forwarded, client[0] if client else ""))


def _ip(text: str) -> str:
    """Return an IP address without the port that some proxies add; "" for any other text."""
    text = text.strip()
    if bracketed := re.fullmatch(r"\[([^\[\]]*)\](:\d+)?", text):
        text = bracketed[1]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
