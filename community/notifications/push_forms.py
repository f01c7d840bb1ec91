"""What browsers send about themselves."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext_lazy as _

from community.core.text.fields import LineField
from community.notifications.models.push_subscription import ENDPOINT_LENGTH

AUTH_BYTES = 16  # RFC 8291, 3.2
NOT_POSSIBLE = _("Your browser can’t show notifications from us. Try another browser.")


def check_endpoint(address: str) -> None:
    """Refuse what is no address of a push service: https, and a name that everybody can look up.

    Raises ValidationError. What the name leads to is checked at each connection (push_connection.py)."""
    if settings.PUSH_TO_PRIVATE_ADDRESSES:
        return
    try:
        parts = urlsplit(address)
        is_service = parts.scheme == "https" and parts.port in (None, 443) and "@" not in parts.netloc
    except ValueError:
        is_service = False
    host = parts.hostname or "" if is_service else ""
    if "." not in host.strip(".") or _is_address(host) or host.endswith((".localhost", ".local", ".internal")):
        raise ValidationError(NOT_POSSIBLE)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def check_public_key(text: str) -> None:
    """Refuse what is no point of the curve P-256. Raises ValidationError."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), urlsafe_base64_decode(text))
    except ValueError as wrong:
        raise ValidationError(NOT_POSSIBLE) from wrong


def check_auth(text: str) -> None:
    """Refuse what is no secret of a subscription. Raises ValidationError."""
    try:
        length = len(urlsafe_base64_decode(text))
    except ValueError:
        length = 0
    if length != AUTH_BYTES:
        raise ValidationError(NOT_POSSIBLE)


class PushForm(forms.Form):
    """A browser's subscription, as PushManager.subscribe() returns it."""

    endpoint = LineField(max_length=ENDPOINT_LENGTH, validators=[check_endpoint])
    p256dh = LineField(max_length=100, validators=[check_public_key])
    auth = LineField(max_length=40, validators=[check_auth])
