"""Where a request comes from, and where it may lead back to: a page of this site, never another one."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

OWN_PAGE = {"same-origin", "none", ""}


def from_own_page(request: HttpRequest) -> bool:
    """Whether neither header names another site. Browsers send both, and no page can forge them."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.get_host():
        return False
    return request.headers.get("Sec-Fetch-Site", "") in OWN_PAGE


def own_page(address: str) -> str:
    """The address, when it is a path of this site that a reader may be sent back to; else ""."""
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def page_before(request: HttpRequest) -> str:
    """The page whose button was pressed, as the browser names it; "/" when it does not, or names another site's."""
    before = urlsplit(request.headers.get("Referer", ""))
    path = f"{before.path}?{before.query}" if before.query else before.path
    return (own_page(path) if before.netloc == request.get_host() else "") or "/"
