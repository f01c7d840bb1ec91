"""Bound guessing without locking anybody out (config/limits.py)."""

import unicodedata
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from community.core.http.limits import network_of

type Usage = list[ratelimit.RateLimitUsage]

APP = "allauth.account"


def count_password(request: HttpRequest, login: str) -> tuple[Usage, str]:
    """Count a try to sign in before the password is checked; return it with the error to show, "" for none.

    Whoever is refused by the network's limit uses up nothing of the name's, which all networks share."""
    name = _folded(login)
    usage = _consume(request, "login_failed", f"{network_of(request)} {name}")
    if usage is None:
        return [], "too_many_login_attempts"
    by_name = _consume(request, "login_failed_by_name", name)
    return ([usage, by_name], "") if by_name else ([], "too_many_tries_by_name")


def count_code(request: HttpRequest, member: int, code: str) -> tuple[Usage, str]:
    """Count a code of the second factor, as count_password does.

    Recovery codes are counted apart from those of the app, so that they remain when somebody used up the others."""
    kind = "recovery" if len("".join(code.split())) > 6 else "app"
    usage = _consume(request, "second_step_failed", f"{network_of(request)} {member} {kind}")
    by_member = usage and _consume(request, "second_step_failed_by_member", f"{member} {kind}")
    return ([usage, by_member], "") if usage and by_member else ([], "too_many_codes")


def count_current_password(request: HttpRequest) -> tuple[Usage, str]:
    """Count a try of the signed-in member, as count_password does; all pages that ask share the limit."""
    usage = _consume(request, "change_password", "")
    return ([usage], "") if usage else ([], "rate_limited")


def give_back(usage: Usage) -> None:
    """Undo the count of a try that was right."""
    for counted in usage:
        counted.rollback()


def may_mail(request: HttpRequest, kind: str, address: str, since: Any = None) -> bool:
    """Count a mail that anybody can cause; False when its recipient has had enough of this kind.

    `since` is what makes the links of earlier mails invalid, such as the last time that the member signed in."""
    return _consume(request, "mail_to_address", f"{kind} {_folded(address)} {since or ''}") is not None


def _consume(request: HttpRequest, action: str, key: str) -> ratelimit.RateLimitUsage | None:
    usage: ratelimit.RateLimitUsage | None = ratelimit.consume(request, app=APP, action=action, key=key, limit_get=True)
    return usage


def _folded(login: str) -> str:
    return unicodedata.normalize("NFKC", login).strip().casefold()
