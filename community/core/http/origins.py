"""Check that a request comes from this site, and that a redirect stays on it."""

from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

OWN_PAGE = {"same-origin", "none", ""}
PORTS = {"http": 80, "https": 443}


def from_own_page(request: HttpRequest, *, must_say: bool = False) -> bool:
    """Return whether Origin and Sec-Fetch-Site are absent or name this site; a page's script cannot forge them.

    With `must_say` the request must have an Origin, as browsers send it when a page opens a socket."""
    origin = request.headers.get("Origin")
    if must_say if origin is None else not is_own_origin(origin, request):
        return False
    return request.headers.get("Sec-Fetch-Site", "") in OWN_PAGE


def is_own_origin(origin: str, request: HttpRequest) -> bool:
    """Return whether an Origin header names the scheme, host and port of the request (RFC 6454, section 4)."""
    try:
        ours = _origin(f"{request.scheme}://{request.get_host()}")
    except DisallowedHost:
        return False
    return ours is not None and _origin(origin) == ours


def _origin(address: str) -> tuple[str, str, int] | None:
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname and port else None


def own_page(address: str) -> str:
    """Return the address if it is a path on this site, safe for a redirect; else ""."""
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def page_before(request: HttpRequest) -> str:
    """Return the path in the Referer header; "/" without one, or for another site."""
    referer = urlsplit(request.headers.get("Referer", ""))
    path = f"{referer.path}?{referer.query}" if referer.query else referer.path
    return (own_page(path) if referer.netloc == request.get_host() else "") or "/"
