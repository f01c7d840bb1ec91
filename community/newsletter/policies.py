"""Who may send the sign-up form: pages of this site only."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

OWN_PAGE = {"same-origin", "none", ""}


def check_own_page(request: HttpRequest) -> None:
    """Stand in for the form's token, which guests do not have (DESIGN, rule 11).

    Browsers send both headers and no page can forge them; what sends neither carries nobody's session.
    Raises PermissionDenied when either header names another site."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.get_host():
        raise PermissionDenied
    if request.headers.get("Sec-Fetch-Site", "") not in OWN_PAGE:
        raise PermissionDenied
