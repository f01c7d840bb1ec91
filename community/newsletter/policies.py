"""Who may send the sign-up form: pages of this site only."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from community.core.http.origins import from_own_page


def check_own_page(request: HttpRequest) -> None:
    """Stand in for the form's token, which guests do not have (DESIGN, rule 11).

    What sends neither of the two headers carries nobody's session. Raises PermissionDenied for another site's page."""
    if not from_own_page(request):
        raise PermissionDenied
