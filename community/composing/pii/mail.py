"""Find email addresses, also those spelt out to hide them from crawlers."""

import re
from collections.abc import Iterator

from community.composing.pii.base import Finding

# An organisation's address may be shared.
_ROLES = "info help helpline support contact enquiries inquiries office hello press admin team hola ayuda contacto"
_NAME = r"(?<![\w.+-])([\w.+-]{1,64})"
_ADDRESS = re.compile(rf"{_NAME}@(?:[\w-]{{1,63}}\.){{1,5}}[a-z]{{2,24}}\b", re.IGNORECASE)
_SPELT = re.compile(
    rf"{_NAME} ?(?:\(at\)|\[at\]| at | arroba |\(arroba\)) ?[\w-]{{1,63}} ?"
    r"(?:\(dot\)|\[dot\]| dot |\(punto\)| punto ) ?[a-z]{2,24}\b",
    re.IGNORECASE,
)
# "I read it at example dot com."
_ORDINARY = "it that this them read look looked here there is was be me"
_IMPERSONAL = frozenset([*_ROLES.split(), *_ORDINARY.split()])


def find(text: str) -> Iterator[Finding]:
    """Find name@example.org, "name (at) example (dot) org" and "nombre arroba ejemplo punto es"."""
    for match in _ADDRESS.finditer(text):
        if match[1].casefold() not in _IMPERSONAL:
            yield Finding("email", *match.span(), match[0])
    for match in _SPELT.finditer(text):
        if match[1].casefold() not in _IMPERSONAL:
            yield Finding("email", *match.span(), match[0])
