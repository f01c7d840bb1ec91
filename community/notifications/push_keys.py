"""The key that this community signs its push messages with (VAPID, RFC 8292)."""

import os
import secrets
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

if TYPE_CHECKING:
    from py_vapid import Vapid02


def signer() -> "Vapid02":
    """Return what signs push messages, with the key of the settings or the one in the data folder."""
    return _signer(_key())


def public_key() -> str:
    """Return the public key in base64url, which a browser binds its subscription to."""
    return _public_key(_key())


@cache
def _signer(key: str) -> "Vapid02":
    from py_vapid import Vapid02  # only the sender signs

    return Vapid02.from_raw(key.encode())


@cache
def _public_key(key: str) -> str:
    private = ec.derive_private_key(int.from_bytes(urlsafe_base64_decode(key)), ec.SECP256R1())
    return urlsafe_base64_encode(private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _key() -> str:
    return settings.PUSH_KEY or _key_in_file()


def _key_in_file() -> str:
    """Read the key, written at its first use; of several processes that start at once one writes it."""
    file = settings.PUSH_KEY_FILE
    with suppress(FileNotFoundError):
        return file.read_text().strip()
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    key = urlsafe_base64_encode(ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32))
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        written.write(f"{key}\n")
    with suppress(FileExistsError):
        os.link(unfinished, file)  # fails where another process was first, unlike a rename
    unfinished.unlink()
    return file.read_text().strip()
