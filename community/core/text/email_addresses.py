"""Email addresses as people type and paste them: one function cleans them for every form, page and command."""

import re
import unicodedata
from typing import Any

import idna
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
MAX_LOCAL = 64  # RFC 5321, 4.5.3.1.1

# Names that no mail reaches: RFC 2606, 6761, 6762, 7686, 8375 and 9476, and names in use inside networks only.
RESERVED = {"alt", "arpa", "corp", "example", "home", "internal", "invalid", "lan", "local", "localdomain", "localhost"}
RESERVED |= {"onion", "private", "test"}
# Where many people have their mail, and what is so like one of these that it would be taken for a slip.
COMMON = {"aol.com", "att.net", "comcast.net", "email.com", "fastmail.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net"}
COMMON |= {"googlemail.com", "hotmail.co.uk", "hotmail.com", "hotmail.es", "hotmail.fr", "icloud.com", "live.com"}
COMMON |= {"mac.com", "mail.com", "me.com", "msn.com", "outlook.com", "outlook.es", "proton.me", "protonmail.com"}
COMMON |= {"sbcglobal.net", "telefonica.net", "verizon.net", "yahoo.co.uk", "yahoo.com", "yahoo.es", "ymail.com"}
_FULL_STOPS = str.maketrans("\u3002\uff61", "..")  # ideographic, from Japanese and Chinese keyboards
_NOT_MAIL = _("Enter an email address, like name@example.org.")


def without_unseen(text: str) -> str:
    """Return text in compatible form (NFKC), without format characters and surrounding space.

    A full-width @ becomes an ordinary one; zero-width characters, soft hyphens and bidi controls go."""
    folded = unicodedata.normalize("NFKC", text.translate(_FULL_STOPS))
    return "".join(char for char in folded if unicodedata.category(char) != "Cf").strip()


def clean_address(text: str) -> str:
    """Return the address that was meant, with its domain in lower case and in its own alphabet.

    Raises ValidationError for what cannot receive mail."""
    local, at, domain = without_unseen(text).rpartition("@")
    if not at or len(local) > MAX_LOCAL or local.startswith('"'):
        raise ValidationError(_NOT_MAIL, code="invalid")
    ascii_domain, own_domain = _domain(domain)
    if len(f"{local}@{ascii_domain}") > MAX_LENGTH:
        raise ValidationError(_NOT_MAIL, code="invalid")
    validate_email(f"{local}@{ascii_domain}")
    return f"{local}@{own_domain}"


def _domain(text: str) -> tuple[str, str]:
    """Return a domain as the mail server and as people write it. Raises ValidationError."""
    try:
        ascii_form = idna.encode(text, uts46=True).decode().lower()
        own_form = idna.decode(ascii_form)
    except (idna.IDNAError, UnicodeError) as wrong:
        raise ValidationError(_NOT_MAIL, code="invalid") from wrong
    *names, top = ascii_form.split(".")
    if not names or top in _reserved() or not re.fullmatch(r"[a-z]{2,}|xn--[a-z0-9-]+", top):
        raise ValidationError(_NOT_MAIL, code="invalid")
    return ascii_form, own_form


def _reserved() -> set[str]:
    """Return the top-level names that are refused; the demo, which sends no mail, takes them."""
    return set() if settings.DEMO else RESERVED


def meant_instead(address: str) -> str:
    """Return the address with the common domain that is one slip away, such as gmail.com for gmial.com; "" for none."""
    local, _at, domain = address.lower().rpartition("@")
    if domain in COMMON:
        return ""
    near = sorted(name for name in COMMON if _is_one_slip(domain, name))
    return f"{local}@{near[0]}" if near else ""


def _is_one_slip(typed: str, meant: str) -> bool:
    """Return whether one letter is left out, added or wrong, or two are swapped.

    The part before the first dot is as long as that of a real name: x.com is no slip of anything."""
    if min(len(typed), len(meant)) < 7 or abs(len(typed) - len(meant)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    rest, other = typed[start:], meant[start:]
    if len(typed) != len(meant):
        return rest[1:] == other or rest == other[1:]
    return rest[1:] == other[1:] or (rest[2:] == other[2:] and rest[:2] == other[1::-1])


class AddressField(forms.EmailField):
    """An email field whose value is the address that was meant."""

    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    default_validators: list[Any] = []

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_LENGTH} | kwargs)

    def to_python(self, value: Any) -> str:
        """Clean the address; an empty value stays empty. Raises ValidationError with this field's message."""
        text = without_unseen(str(value or ""))
        if not text:
            return ""
        try:
            return clean_address(text)
        except ValidationError as wrong:
            raise ValidationError(self.error_messages.get("invalid", _NOT_MAIL), code="invalid") from wrong
