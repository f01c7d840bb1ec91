"""Error messages that replace allauth's: what to do next, without blame."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_WRONG_LOGIN = _("That username and password don’t match. Try again, or choose a new password.")
_TOO_MANY_TRIES = _("You’ve tried too many times. Wait a few minutes, then try again.")

ERRORS: dict[str, Any] = {
    "account_inactive": _("This account is closed. If you think this is a mistake, write to us."),
    "cannot_remove_primary_email": _("This is the address you use here. To change it, enter a new one."),
    "duplicate_email": _("You already use this address. Enter a different one."),
    "email_password_mismatch": _WRONG_LOGIN,
    "username_password_mismatch": _WRONG_LOGIN,
    "email_taken": _("Another account uses this address. Use a different one."),
    "enter_current_password": _("That’s not your current password. Try again."),
    "incorrect_password": _("That’s not your password. Try again."),
    "invalid_password_reset": _("This link has expired. Ask for a new one."),
    "max_email_addresses": _("You can have up to %d addresses. Remove one before you add another."),
    "too_many_login_attempts": _(
        "You’ve tried too many times. Wait a few minutes, or choose “Forgot your password?” and "
        "we’ll email you a link to choose a new one."
    ),
    "too_many_tries_by_name": _(
        "Someone has entered the wrong password for this username many times. Sign in with your "
        "email address instead. Or choose “Forgot your password?” and we’ll email you a link to "
        "choose a new one."
    ),
    "too_many_codes": _("Too many wrong codes. Wait a few minutes, or use one of your recovery codes."),
    "rate_limited": _TOO_MANY_TRIES,
    "unverified_primary_email": _("Confirm this address before you make it the main one."),
    "username_taken": _("This name is taken. Choose another one."),
    "username_blacklisted": _("You can’t use this name. Choose another one."),
}
SECOND_STEP_ERRORS: dict[str, Any] = {
    "add_email_blocked": _("You can’t add an address while two-step sign-in is on. Turn it off first."),
    "cannot_delete_authenticator": _("You can’t turn off two-step sign-in right now. If you need to, write to us."),
    "cannot_generate_recovery_codes": _("Recovery codes only work with two-step sign-in. Set it up first."),
    "incorrect_code": _("That code didn’t work. Codes change every 30 seconds. Try the one your app shows now."),
    "unverified_email": _("Confirm your email address before you set up two-step sign-in."),
}
