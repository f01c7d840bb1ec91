"""Check that a request comes from this site, and that a redirect stays on it."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from django.utils.http import MAX_URL_REDIRECT_LENGTH, url_has_allowed_host_and_scheme

OWN_PAGE = {"same-origin", "none", ""}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
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
    return (parts.scheme, parts.hostname, port) if parts.hostname and port and "@" not in parts.netloc else None


def own_page(address: str) -> str:
    """Return the address if it is a path on this site, safe for a redirect; else "".

    Browsers drop control characters from an address, and Django refuses to redirect to a very long one."""
    if not address.startswith("/") or address.startswith(("//", "/\\")) or _CONTROL.search(address):
        return ""
    if len(iri_to_uri(address)) > MAX_URL_REDIRECT_LENGTH:
        return ""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def path_on_this_site(address: str, request: HttpRequest) -> str:
    """Return path and query of a complete address of this site, safe for a redirect; "" for any other text."""
    try:
        parts = urlsplit(address)
    except ValueError:  # not an address, such as "http://["
        return ""
    if parts.netloc != request.get_host():
        return ""
    return own_page(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def page_before(request: HttpRequest) -> str:
    """Return the path in the Referer header; "/" without one, or for another site."""
    return path_on_this_site(request.headers.get("Referer", ""), request) or "/"
