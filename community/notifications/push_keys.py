"""The key that this community signs its push messages with (VAPID, RFC 8292)."""

import os
import secrets
from contextlib import suppress
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode


def signer() -> Vapid02:
    """Return what signs push messages, with the key of the settings or the one in the data folder."""
    return _signer(settings.PUSH_KEY or _key_in_file())


def public_key() -> str:
    """Return the public key in base64url, which a browser binds its subscription to."""
    point = signer().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))


@cache
def _signer(key: str) -> Vapid02:
    return Vapid02.from_raw(key.encode())


def _key_in_file() -> str:
    """Read the key, written at its first use; of several processes that start at once one writes it."""
    file = settings.PUSH_KEY_FILE
    with suppress(FileNotFoundError):
        return file.read_text().strip()
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    key = b64urlencode(ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32))
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        written.write(f"{key}\n")
    with suppress(FileExistsError):
        os.link(unfinished, file)  # fails where another process was first, unlike a rename
    unfinished.unlink()
    return file.read_text().strip()
