"""Addresses to which a member may answer a mail about a post: whoever has one can post as this member.

The local part names member, post and day, and is signed. Mail programs change its capitals, so it has one case; a local
part has 64 characters at most (RFC 5321, 4.5.3.1.1), so the signature is cut to 80 bits."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

LASTS = timedelta(days=60)
PREFIX = "reply-"
FIRST_DAY = date(2020, 1, 1)
SIZES = (5, 6, 2)  # bytes of the keys of member and post, and of the day
SIGNATURE_BYTES = 10


@dataclass(frozen=True)
class ReplyAddress:
    """Whose address it is, and for which post; after LASTS it has expired."""

    member: int
    post: int
    has_expired: bool


def reply_address(member: int, post: int) -> str:
    """Return the address for answers of this member to this post; "" where replies by email are off."""
    if not settings.REPLY_DOMAIN:
        return ""
    today = (timezone.now().date() - FIRST_DAY).days
    named = b"".join(number.to_bytes(size) for number, size in zip((member, post, today), SIZES, strict=True))
    local = base64.b32encode(named + _signature(named)).decode().rstrip("=").lower()
    return f"{PREFIX}{local}@{settings.REPLY_DOMAIN}"


def read_reply_address(addresses: Iterable[str]) -> ReplyAddress | None:
    """Return what the first reply address among these names; None without a genuine one."""
    if not settings.REPLY_DOMAIN:
        return None
    return next((found for address in addresses if (found := _read(address))), None)


def _read(address: str) -> ReplyAddress | None:
    local, _at, domain = address.strip().lower().rpartition("@")
    text = local.removeprefix(PREFIX)
    if domain != settings.REPLY_DOMAIN or text == local:
        return None
    try:
        signed = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return None
    named, signature = signed[:-SIGNATURE_BYTES], signed[-SIGNATURE_BYTES:]
    if len(named) != sum(SIZES) or not constant_time_compare(signature, _signature(named)):
        return None
    member, post = int.from_bytes(named[:5]), int.from_bytes(named[5:11])
    written = FIRST_DAY + timedelta(days=int.from_bytes(named[11:]))
    return ReplyAddress(member, post, has_expired=timezone.now().date() - written > LASTS)


def _signature(named: bytes) -> bytes:
    hashed = salted_hmac("community.notifications.reply_addresses", named, algorithm="sha256")
    return hashed.digest()[:SIGNATURE_BYTES]
