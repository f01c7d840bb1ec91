"""Connect to push services, and to nothing else: their addresses come from browsers.

Whoever subscribes could name a machine of our own network (server-side request forgery). A name is looked up at each
connection, so what counts is the address that answers, and nothing is sent before it is known."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import NewConnectionError

NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
TIMEOUT = (5, 10)  # seconds to connect, and to wait for an answer


class PublicConnection(HTTPSConnection):
    """A connection that refuses addresses of private networks and of this machine."""

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        address = connected.getpeername()[0].partition("%")[0]
        if not is_public(address):
            connected.close()
            raise NewConnectionError(self, f"{address} is no public address")
        return connected


class PublicPool(HTTPSConnectionPool):
    ConnectionCls = PublicConnection


class PublicAdapter(HTTPAdapter):
    """Requests by HTTPS to public addresses."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Let requests take our connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": PublicPool}


def is_public(address: str) -> bool:
    """Return whether an IP address can be reached by everybody, also one of IPv4 that is written as IPv6."""
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or parsed.sixtofour or _behind_nat64(parsed) or parsed
    return parsed.is_global and not parsed.is_multicast


def _behind_nat64(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) % 2**32) if address in NAT64 else None


def post(address: str, body: bytes, headers: dict[str, str]) -> requests.Response:
    """Send a request and return the answer; redirects are not followed.

    Raises OSError: requests' own errors, such as for a timeout, are subclasses of it."""
    with requests.Session() as session:
        session.trust_env = False  # no proxy and no passwords from the environment
        if not settings.PUSH_TO_PRIVATE_ADDRESSES:
            session.adapters.clear()
            session.mount("https://", PublicAdapter())
        return session.post(address, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False, stream=True)
