"""Codes of authenticator apps (RFC 6238)."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time


def matching_step(secret: str, code: str, after: int = -1) -> int | None:
    """Return the step of 30 seconds since 1970 that a code is of; None for a wrong code, or one up to step `after`.

    One step either side of now is accepted, for clocks that are not exact (RFC 6238, 5.2)."""
    for step in yield_hotp_counters_from_time():
        if step > after and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return int(step)
    return None
