"""Find telephone numbers by the sizes of their digit groups, since doses, markers, counts and years have digits too.

Formats: North American, British and Irish, Spanish, Mexican, anything that begins with + or 00, short local numbers
after a word such as "call", and any number of seven digits or more directly after "my number is" and the like.
Toll-free numbers may be shared, and are left out.
"""

import re
from collections.abc import Iterator

from community.composing.pii.base import Finding

FEWEST_DIGITS, LONGEST = 7, 40
_RUN = re.compile(r"(?<![\w/=$€£])(?<![0-9][.,:-])\+?\(?[0-9](?:[ \u00a0.()~*_\u00b7\u2022-]{0,3}[0-9])*+")
_SLASHED = re.compile(r"(?<![\w/=$€£.,:-])\+?\(?[0-9]{3,5}\)? ?/ ?[0-9](?: ?[ ./-] ?[0-9]|[0-9]){4,9}(?![\w/])")
_LAST_APART = re.compile(r"(.{1,40}[0-9]) [0-9]")
_AFTER = re.compile(r"[\w%/$€£]|[.,:][0-9]|\s?(?:mg|mcg|µg|ml|cm|mm|kg|g|%|steps|words|pesos|euros|dollars)\b")
_CUE = re.compile(
    r"(?<!\w)(?:call|ring|phone|tel|telephone|mobile|cell|text|whats?app|landline|dial|reach me|ll[aá]m\w{1,6}|"
    r"tel[eé]fono|m[oó]vil|celular|fijo|marca\w{0,5}|(?:my|his|her|our|phone|mi|su)(?: own)? (?:number|n[uú]mero)|"
    r"home|work|extension|wasap|guasap)\b",
    re.IGNORECASE,
)
# Directly before a number, so that whatever has enough digits is one.
_DIRECT_CUE = re.compile(
    r"(?<!\w)(?:(?:call|ring|phone|text|whats?app|wasap|message|dial|reach)(?: (?:me|us|her|him|my \w{1,12}))?"
    r"|tel|telephone|mobile|cell|landline"
    r"|(?:my|his|her|our|phone|mobile|cell|home|work|telephone|contact|mi|su) (?:number|n[uú]mero|no\.)"
    r"|ll[aá]ma(?:me|dme|nos)|tel[eé]fono|m[oó]vil|celular|fijo)(?!\w)[\s:,('\u2019s-]{0,4}"
    r"(?:(?:is|on|at|es|al|el|number|n[uú]mero|no\.|it's|it is|:)[\s:,(-]{1,3}){0,3}$",
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
# What "my number is" may be followed by: seven digits or more, in groups of two or more.
CUED_DIGITS = range(7, 16)


def find(text: str) -> Iterator[Finding]:
    """Find telephone numbers that are not toll-free."""
    for match in _RUN.finditer(text):
        start, end = match.span()
        run = match[0]
        if (
            FEWEST_DIGITS <= len(run) <= LONGEST
            and not _AFTER.match(text, end)
            and not _NO_CALL.search(text[max(start - 20, 0) : start])
        ):
            before = text[max(start - 60, 0) : start]
            directly = bool(_DIRECT_CUE.search(before))
            # The last digit may belong to the next words: "555-0134 2 times".
            shorter = _LAST_APART.fullmatch(run)
            for number in (run, shorter[1]) if shorter else (run,):
                if _is_number(number, cued=bool(_CUE.search(before[-40:])), directly=directly):
                    yield Finding("phone", start, start + len(number), number)
                    break
    for match in _SLASHED.finditer(text):
        number = match[0]
        cued = _CUE.search(text[max(match.start() - 40, 0) : match.start()])
        if (cued or number.lstrip("+(").startswith("0")) and not is_shared(number):
            yield Finding("phone", *match.span(), number)


def is_shared(number: str) -> bool:
    """Return whether a number is toll-free."""
    groups = re.findall("[0-9]+", number)
    digits = "".join(groups)
    if digits.startswith("0") and 1 < len(groups[0]) < 4 and groups[0] != "00":
        return False  # a shorter prefix is an area code, or an Irish mobile's
    if number.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        if digits.startswith("44"):
            digits = "0" + digits[2:].removeprefix("0")
        elif digits.startswith("34"):
            digits = digits[2:]
    shapes = (FREE_OF_CHARGE, _FREE_IN_BRITAIN, _FREE_IN_SPAIN)
    return any(shape.fullmatch(digits) for shape in shapes)


def _is_number(run: str, *, cued: bool, directly: bool) -> bool:
    groups = tuple(re.findall("[0-9]+", run))
    if run.startswith("(0)") and len(groups) > 1:
        groups = (groups[0] + groups[1], *groups[2:])
    digits, shape = "".join(groups), tuple(map(len, groups))
    if _DATE.match(run.lstrip("+(")) or is_shared(run):
        return False
    if set(shape) == {1} and len(shape) > 8:  # "0 7 7 0 0 9 ..."
        groups, shape = (digits,), (len(digits),)
    if run.startswith("+") or digits.startswith("00"):
        return 9 <= len(digits) <= 15 and len(set(digits)) > 2
    if digits.startswith("0"):
        return len(digits) in (10, 11) and shape[0] >= 2
    years = sum(bool(_YEAR.fullmatch(group)) for group in groups)
    if directly and len(digits) in CUED_DIGITS and min(shape) > 1 and not years and not digits.endswith("000"):
        return True
    if shape in LOCAL:
        return cued and years < len(groups)
    if years > 1:
        return False
    return bool(
        (shape in AMERICAN and _AMERICAN.fullmatch(digits) and not digits.endswith("0000"))
        or (shape in SPANISH and _SPANISH.fullmatch(digits) and (cued or digits[0] != "8"))
        or (shape in MEXICAN and _MEXICAN.fullmatch(digits) and (cued or shape[0] == 2))
        or (digits.startswith("44") and len(digits) == 12 and digits[2] in "127")
    )
