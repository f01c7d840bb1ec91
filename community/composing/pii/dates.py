"""Find dates of birth: only dates after a word for birth, since others are those of scans or operations."""

import re
from collections.abc import Iterator

from community.composing.pii.base import Finding

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre"
    r"|diciembre)\b\.?"
)
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th|º)?\b"
_IN_FIGURES = r"[0-9]{1,4}([./-])[0-9]{1,2}\1[0-9]{2,4}\b"
_DAY_AND_MONTH = rf"(?:{_DAY}(?: of| de)? {_MONTH}|{_MONTH} (?:the )?{_DAY})"
_WITH_YEAR = rf"{_IN_FIGURES}|{_DAY_AND_MONTH}(?:,| del?)? ?(?:[0-9]{{4}}|['\u2019][0-9]{{2}})\b"
_LINK = r"[\s:,]*(?:(?:on|the|is|was|falls|in|el|es|fue|día|dia|a)\s+){0,4}"

_BORN = re.compile(
    r"(?<!\w)(?:born|d\.?o\.?b\b\.?|date of birth|birth ?date|nacid[ao]s?|nac[ií]|naci[oó]|"
    rf"fecha de nac(?:imiento|\b\.?)|f\. ?nac\.?){_LINK}({_WITH_YEAR.replace(r'\1', r'\2')}|"
    rf"{_DAY_AND_MONTH} [0-9]{{2}}\b)",
    re.IGNORECASE,
)
_BIRTHDAY = re.compile(
    r"(?<!\w)(?:birthday|b-?day|cumplea[nñ]os|cumple|cumplo(?: los)? a[nñ]os)(?:['\u2019]s)?"
    rf"{_LINK}({_WITH_YEAR.replace(r'\1', r'\2')}|{_DAY_AND_MONTH})",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Finding]:
    """Find dates after "born" with a year, and after "birthday" with or without one."""
    for pattern in (_BORN, _BIRTHDAY):
        for match in pattern.finditer(text):
            yield Finding("birth", *match.span(1), match[1])
