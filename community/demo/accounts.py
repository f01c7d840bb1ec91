"""The six accounts as which a visitor of the demo can sign in."""

import time
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.core.management.base import CommandError

from community.members.models import HUES, Member

PASSWORD = "alongside-demo"  # public, so accounts with it exist in the demo only
ROLES = {
    "member": "member",
    "member2": "member",
    "mentor": "mentor",
    "moderator": "moderator",
    "editor": "editor",
    "admin": "administrator",
}


@dataclass(frozen=True)
class SignIn:
    """How to sign in to an account: staff need the secret of their second factor, or its current code."""

    username: str
    secret: str
    code: str


def check_is_demo() -> None:
    """Raise CommandError outside the demo."""
    if not settings.DEMO:
        raise CommandError("This runs with ALONGSIDE_DEMO=1 only: it makes accounts with a known password.")


def create_accounts() -> None:
    """Create those of the six accounts that do not exist, with the demo's password and, for staff, a second factor.

    Raises CommandError outside the demo, since the password is public."""
    check_is_demo()
    for username, role in ROLES.items():
        if Member.objects.filter(username=username).exists():
            continue
        member = Member.objects.create_user(username, f"{username}@example.org", PASSWORD, role)
        member.hue = len(username) % HUES + 1
        member.save(update_fields=["hue"])
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
        if member.needs_second_factor:
            Authenticator.objects.create(
                user=member, type=Authenticator.Type.TOTP, data={"secret": generate_totp_secret()}
            )


def sign_ins() -> list[SignIn]:
    """Return how to sign in to each account now."""
    secrets = dict(
        Authenticator.objects.filter(user__username__in=ROLES, type=Authenticator.Type.TOTP).values_list(
            "user__username", "data__secret"
        )
    )
    return [SignIn(name, secrets.get(name, ""), code_of(secrets[name]) if name in secrets else "") for name in ROLES]


def code_of(secret: str) -> str:
    """Return the current time-based code of a second factor."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD)))
