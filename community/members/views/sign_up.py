"""Sign up, at the same cost whether or not the address belongs to a member."""

from typing import Any

from allauth.account.views import SignupView
from django.db import transaction
from django.http import HttpResponse

from community.core.access import everyone


class OneTransactionSignupView(SignupView):  # type: ignore[misc]  # allauth has no types
    """allauth's view, with all that it writes in one transaction: one wait for the disk, for a known address too."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Store the account, or what a known address needs, with the mail about it."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
        return response


sign_up = everyone(OneTransactionSignupView.as_view())
