"""Check that a request comes from this site, and that a redirect stays on it."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

OWN_PAGE = {"same-origin", "none", ""}


def from_own_page(request: HttpRequest) -> bool:
    """Return whether Origin and Sec-Fetch-Site are absent or name this site; a page's script cannot forge them."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.get_host():
        return False
    return request.headers.get("Sec-Fetch-Site", "") in OWN_PAGE


def own_page(address: str) -> str:
    """Return the address if it is a path on this site, safe for a redirect; else ""."""
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def page_before(request: HttpRequest) -> str:
    """Return the path in the Referer header; "/" without one, or for another site."""
    referer = urlsplit(request.headers.get("Referer", ""))
    path = f"{referer.path}?{referer.query}" if referer.query else referer.path
    return (own_page(path) if referer.netloc == request.get_host() else "") or "/"
