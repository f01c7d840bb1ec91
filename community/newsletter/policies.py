"""Which pages may submit the sign-up form: those of this site."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from community.core.http.origins import from_own_page


def check_own_page(request: HttpRequest) -> None:
    """Check Origin and Sec-Fetch-Site in place of a CSRF token, which guests' cached pages do not have.

    A client that sends neither header is not a browser and has no session. Raises PermissionDenied for another site's
    page."""
    if not from_own_page(request):
        raise PermissionDenied
