"""How long a text was typed: the time at which its form was shown, signed, comes back with the text.

A program fills a form in a moment. A form without the time says nothing: a draft that is taken up again, text that came
back after an error, or a mail."""

import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer

if TYPE_CHECKING:
    from community.members.models import Member

_signer = Signer(salt="composing.typing_time")


def shown_now(member: "Member") -> str:
    """Return the value for a form that this member is shown empty; "" for members whom nobody asks."""
    return _signer.sign(f"{member.pk}:{time.time():.1f}") if member.may_be_new else ""


def is_fast(member: "Member", shown: str) -> bool:
    """Return whether a form came back sooner than a person can type; False for a value that is not the member's own."""
    try:
        pk, _, at = _signer.unsign(shown).partition(":")
    except BadSignature:
        return False
    return pk == str(member.pk) and time.time() - float(at) < settings.SECONDS_TO_TYPE
