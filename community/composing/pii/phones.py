"""Find telephone numbers by the sizes of their digit groups, since doses, markers, counts and years have digits too.

Formats: North American, British and Irish, Spanish, Mexican, anything that begins with + or 00, and short local numbers
after a word such as "call". Toll-free numbers may be shared, and are left out.
"""

import re
from collections.abc import Iterator

from community.composing.pii.base import Finding

LONGEST = 40
_RUN = re.compile(r"(?<![\w/=$€£])(?<![0-9][.,:-])\+?\(?[0-9](?:[ \u00a0.()\u2013-]{0,3}[0-9])*")
_AFTER = re.compile(r"[\w%/$€£]|[.,:][0-9]|\s?(?:mg|mcg|µg|ml|cm|mm|kg|g|%|steps|words|pesos|euros|dollars)\b")
_CUE = re.compile(
    r"(?<!\w)(?:call|ring|phone|tel|telephone|mobile|cell|text|whats?app|landline|dial|reach me|ll[aá]m\w{1,6}|"
    r"tel[eé]fono|m[oó]vil|celular|fijo|marca\w{0,5}|(?:my|his|her|our|phone|mi|su)(?: own)? (?:number|n[uú]mero))\b",
    re.IGNORECASE,
)
_NO_CALL = re.compile(r"(?:isbn|issn|pmid|doi|nct|order|tracking)\W{0,3}(?:number|no)?\W{0,3}$", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{1,2}([.-])[0-9]{1,2}\1[0-9]{2,4}\b|(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}\b")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
FREE_OF_CHARGE = re.compile(r"1?8(?:00|33|44|55|66|77|88)[0-9]{7}")
_FREE_IN_BRITAIN = re.compile(r"0(?:800|808|84[345]|87[01]|3[0-9]{2})[0-9]{6,7}")
_FREE_IN_SPAIN = re.compile(r"(?:800|90[0-9])[0-9]{6}")
_AMERICAN = re.compile(r"1?[2-9][0-9]{2}[2-9][0-9]{6}")
_SPANISH = re.compile(r"(?:[67][0-9]|[89][1-8])[0-9]{7}")
_MEXICAN = re.compile(r"[2-9][0-9]{9}")
AMERICAN = {(3, 3, 4), (1, 3, 3, 4), (10,), (11,), (3, 7), (1, 10)}
SPANISH = {(3, 3, 3), (3, 2, 2, 2), (2, 3, 2, 2), (9,), (3, 6), (2, 7)}
MEXICAN = {(2, 4, 4), (2, 8), (3, 3, 4), (10,)}
LOCAL = {(3, 4), (7,), (4, 4), (8,)}


def find(text: str) -> Iterator[Finding]:
    """Find telephone numbers that are not toll-free."""
    for match in _RUN.finditer(text):
        start, end = match.span()
        run = match[0]
        if (
            len(run) <= LONGEST
            and not _AFTER.match(text, end)
            and not _NO_CALL.search(text[max(start - 20, 0) : start])
        ):
            # The last digit may belong to the next words: "555-0134 2 times".
            shorter = re.fullmatch(r"(.+[0-9]) [0-9]", run)
            for number in (run, shorter[1]) if shorter else (run,):
                if _is_number(number, cued=bool(_CUE.search(text[max(start - 40, 0) : start]))):
                    yield Finding("phone", start, start + len(number), number)
                    break


def is_shared(number: str) -> bool:
    """Return whether a number is toll-free."""
    groups = re.findall("[0-9]+", number)
    digits = "".join(groups)
    if digits.startswith("0") and len(groups[0]) < 4 and groups[0] != "00":
        return False  # a shorter prefix is an area code, or an Irish mobile's
    if number.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        if digits.startswith("44"):
            digits = "0" + digits[2:].removeprefix("0")
        elif digits.startswith("34"):
            digits = digits[2:]
    shapes = (FREE_OF_CHARGE, _FREE_IN_BRITAIN, _FREE_IN_SPAIN)
    return any(shape.fullmatch(digits) for shape in shapes)


def _is_number(run: str, *, cued: bool) -> bool:
    groups = tuple(re.findall("[0-9]+", run))
    digits, shape = "".join(groups), tuple(map(len, groups))
    if _DATE.match(run.lstrip("+(")) or is_shared(run):
        return False
    if run.startswith("+") or digits.startswith("00"):
        return 9 <= len(digits) <= 15 and len(set(digits)) > 2
    if digits.startswith("0"):
        return len(digits) in (10, 11) and shape[0] >= 2
    if shape in LOCAL:
        return cued and not all(map(_YEAR.fullmatch, groups))
    if sum(bool(_YEAR.fullmatch(group)) for group in groups) > 1:
        return False
    return bool(
        (shape in AMERICAN and _AMERICAN.fullmatch(digits) and not digits.endswith("0000"))
        or (shape in SPANISH and _SPANISH.fullmatch(digits) and (cued or digits[0] != "8"))
        or (shape in MEXICAN and _MEXICAN.fullmatch(digits) and (cued or shape[0] == 2))
    )
