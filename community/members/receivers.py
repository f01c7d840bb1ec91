"""The one signal that is heard here: a member of staff has set up her second factor."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from community.members.models import Member


@receiver(authenticator_added)
def count_the_first_code(request: HttpRequest, user: Member, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting it up took a code: this session has given its second factor, and is not asked for it again at once."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
