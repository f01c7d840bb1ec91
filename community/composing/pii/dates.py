"""Find dates of birth: only dates beside a word for birth, since others are those of scans or operations."""

import re
from collections.abc import Iterator

from community.composing.pii.base import Finding

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre"
    r"|diciembre)\b\.?"
)
_ORDINAL = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth"
    r"|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
    r"|(?:(?:twenty|thirty)[ -])?(?:one|two|three|four|five|six|seven|eight|nine)|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty"
    r"|(?:primero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|diecis[eé]is"
    r"|diecisiete|dieciocho|diecinueve|veinte|veinti[a-zéó]{3,6}|treinta(?: y uno)?)(?= de )"
)
_DAY = rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th|º)?|{_ORDINAL})\b"
_IN_FIGURES = r"[0-9]{1,4}(?: ?([./-]) ?[0-9]{1,2} ?\1 ?| [0-9]{1,2} )[0-9]{2,4}\b"
_DAY_AND_MONTH = rf"(?:{_DAY}(?: of| de)?(?: |-){_MONTH}|{_MONTH}(?: |-)(?:the )?{_DAY})"
_WITH_YEAR = rf"{_IN_FIGURES}|{_DAY_AND_MONTH}(?:,|-| of| del?| en| in)? ?(?:[0-9]{{4}}|['\u2019][0-9]{{2}})\b"
_LINK = (
    r"[\s:,(=-]{0,4}+(?:(?:on|the|is|was|falls|in|el|es|fue|día|dia|a|it's|being|at|home|en|un|mon|tues|wednes"
    r"|thurs|fri"
    r"|satur|sun|lunes|martes|miércoles|jueves|viernes|sábado|domingo|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"[\s:,(]{1,3}+){0,5}"
)
_TOWN = r"(?:(?:in|at|en) [^\W\d_][\w'\u2019-]{1,20}(?: [A-Z][\w'\u2019-]{1,20})?,? (?:on|el|the)(?: the)? )?"
_BIRTH = (
    r"(?:d\.?o\.?b\b\.?|d/o/b|date of birth|birth ?dates?|birth date|fecha de nac(?:imiento|\b\.?)|f\."
    r" ?nac\.?|f\.?n\.:)(?:['\u2019]s)?"
)

_BORN = re.compile(
    rf"(?<!\w)(?:born|{_BIRTH}|nacid[ao]s?|nac[ií]|naci[oó]){_LINK}{_TOWN}"
    rf"({_WITH_YEAR.replace(r'\1', r'\2')}|{_DAY_AND_MONTH} [0-9]{{2}}\b)",
    re.IGNORECASE,
)
# Eight figures in one only after a word that says what they are.
_TOGETHER = re.compile(rf"(?<!\w){_BIRTH}{_LINK}([0-9]{{8}}|[0-9]{{6}})(?!\w)", re.IGNORECASE)
_BIRTHDAY = re.compile(
    r"(?<!\w)(?:birthday|b-?day|cumplea[nñ]os|cumple|cumplo(?: los)?(?: [0-9]{1,3})?(?: a[nñ]os)?"
    r"|(?:turn|turning|be|am) [0-9]{2,3}(?= on ))(?:['\u2019]s)?"
    rf"{_LINK}({_WITH_YEAR.replace(r'\1', r'\2')}|{_DAY_AND_MONTH})",
    re.IGNORECASE,
)
# "12/03/1956 is my date of birth"
_BEFORE = re.compile(
    rf"(?<![\w/.-])({_WITH_YEAR.replace(r'\1', r'\2')}|{_DAY_AND_MONTH}),? (?:is|was|es|it's|,)? ?(?:my|her|his"
    rf"|our|mi|su|the) "
    rf"(?:\w{{1,12}}['\u2019]s )?(?:{_BIRTH}|birthday|b-?day|cumplea[nñ]os|cumple)(?!\w)",
    re.IGNORECASE,
)

# One of these is in everything that the patterns match; looking for them is much faster.
NEEDED = ("born", "birth", "bday", "b-day", "dob", "d.o", "d/o", "nac", "f.n", "cumpl", "turn", " be ", " am ")


def find(text: str) -> Iterator[Finding]:
    """Find dates after "born" with a year, and beside "birthday" with or without one."""
    lowered = text.lower()
    if not any(needed in lowered for needed in NEEDED):
        return
    for pattern in (_BORN, _TOGETHER, _BIRTHDAY, _BEFORE):
        for match in pattern.finditer(text):
            yield Finding("birth", *match.span(1), match[1])
