"""Receiver of allauth's signal for a new second factor."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import decrypt
from django.dispatch import receiver
from django.http import HttpRequest

from community.members.models import Member
from community.members.operations import record_step
from community.members.second_step import matching_step


@receiver(authenticator_added)
def record_first_code(request: HttpRequest, user: Member, authenticator: Authenticator, **kwargs: Any) -> None:
    """Count the code entered during setup as this session's second factor, so that it is not required again.

    It has been used, so nobody may sign in with it."""
    if authenticator.type == Authenticator.Type.TOTP:
        step = matching_step(decrypt(authenticator.data["secret"]), request.POST.get("code", ""))
        if step is not None:
            record_step(authenticator, step)
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
