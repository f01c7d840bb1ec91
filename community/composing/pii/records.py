"""Find hospital, insurance and identity numbers: digits after a word that names such a number."""

import re
from collections.abc import Iterator

from community.composing.pii import phones
from community.composing.pii.base import Finding

FEWEST_DIGITS = 4
_NO = r"(?:numbers?|no\b\.?|num\b\.?|nr\b\.?|id\b|#)"
_NR = r"(?:n[uú]mero|n[uú]m\b\.?|n\.?\s?[º°o]\.?|no\b\.?)"
_CUE = (
    r"(?<!\w)(?:mrn|ssn|nhc|dni|nie|curp|nss"
    rf"|(?:medical )?record {_NO}|(?:health card|social security) {_NO}"
    rf"|(?:hospital|patient|chart|nhs|accession|insurance|policy|member(?:ship)?|medicare|medicaid|file) {_NO}"
    rf"|historia cl[ií]nica|{_NR} (?:de )?(?:la )?historia(?: cl[ií]nica)?"
    rf"|{_NR} de (?:la )?(?:seguridad social|p[oó]liza)"
    r"|tarjeta sanitaria|seguridad social|expediente)"
)
_LINK = rf"[\s:#,=(]*(?:(?:is|was|es|el|la|{_NR}|{_NO})[\s:#,=(]+){{0,3}}"
_VALUE = r"([a-z]{0,4}-?[0-9][0-9a-z]{0,20}(?:[ /-][a-z]{0,3}[0-9][0-9a-z]{0,20}){0,4}(?:-[a-z])?)(?![\w%])"
_RECORD = re.compile(rf"{_CUE}(?!\w){_LINK}{_VALUE}", re.IGNORECASE)
_SOCIAL_SECURITY = re.compile(r"(?<![\w-])([0-9]{3}-[0-9]{2}-[0-9]{4})(?![\w-])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def find(text: str) -> Iterator[Finding]:
    """Find record, patient, insurance and identity numbers."""
    for pattern in (_RECORD, _SOCIAL_SECURITY):
        for match in pattern.finditer(text):
            value = match[1]
            digits = sum(character.isdigit() for character in value)
            # "Insurance number 1-800-..." is a toll-free number.
            if (
                digits >= FEWEST_DIGITS
                and not _YEAR.fullmatch(value)
                and not phones.FREE_OF_CHARGE.fullmatch(re.sub("[ -]", "", value))
            ):
                yield Finding("record", *match.span(1), value)
