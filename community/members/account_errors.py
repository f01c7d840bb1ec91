"""Error messages that replace allauth's: what to do next, without blame."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_WRONG_LOGIN = _(
    "This name or email and this password do not go together. Please try once more, or choose a new password."
)
_TOO_MANY_TRIES = _("That was too often in a short time. Please wait a few minutes, then try again.")

ERRORS: dict[str, Any] = {
    "account_inactive": _("This account is closed at the moment."),
    "cannot_remove_primary_email": _("This is your main address. Make another one the main address first."),
    "duplicate_email": _("You have this address already."),
    "email_password_mismatch": _WRONG_LOGIN,
    "username_password_mismatch": _WRONG_LOGIN,
    "email_taken": _("This address belongs to another account. Please use another one."),
    "enter_current_password": _("This is not the password you have now. Please try once more."),
    "incorrect_password": _("This is not your password. Please try once more."),
    "invalid_password_reset": _("This link has run out. Please ask for a new one."),
    "max_email_addresses": _("You can have %d addresses. Remove one before you add another."),
    "too_many_login_attempts": _(
        "That was too often in a short time. Please wait a few minutes, or choose “I forgot my password”: we send you "
        "a mail that lets you in."
    ),
    "too_many_tries_by_name": _(
        "Many wrong passwords were tried with this name. Please sign in with your email address instead, or choose “I "
        "forgot my password”: we send you a mail that lets you in."
    ),
    "too_many_codes": _("Too many codes did not work. Please wait a few minutes, or use one of your recovery codes."),
    "rate_limited": _TOO_MANY_TRIES,
    "unverified_primary_email": _("Please confirm the address before you make it the main one."),
    "username_blacklisted": _("This name cannot be used. Please choose another one."),
}
SECOND_STEP_ERRORS: dict[str, Any] = {
    "add_email_blocked": _("While the second step is on, no address can be added. Turn it off first."),
    "cannot_delete_authenticator": _("The second step cannot be turned off now."),
    "cannot_generate_recovery_codes": _("Recovery codes need the second step. Set it up first."),
    "incorrect_code": _("This code did not work. Codes change every half minute: please try the one shown now."),
    "unverified_email": _("Please confirm your email address before you set up the second step."),
}
