"""Where allauth asks us how members sign up and sign in."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from community.members.models import HUES, Member


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up by pseudonym; everything else is allauth's own."""

    def save_user(self, request: HttpRequest, user: Member, form: Any, commit: bool = True) -> Member:
        """Store the new member, with a colour for her picture."""
        user.hue = secrets.randbelow(HUES) + 1
        saved: Member = super().save_user(request, user, form, commit)
        return saved
