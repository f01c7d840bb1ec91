"""Where a request comes from: a page of this site, or another one."""

from django.http import HttpRequest

OWN_PAGE = {"same-origin", "none", ""}


def from_own_page(request: HttpRequest) -> bool:
    """Whether neither header names another site. Browsers send both, and no page can forge them."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.get_host():
        return False
    return request.headers.get("Sec-Fetch-Site", "") in OWN_PAGE
