"""Find hospital, insurance and identity numbers: by a word that names such a number, or by a shape of their own.

Between the word and the number a few words may stand, "is" and the like, and other words too where the text says that
it speaks of a number: "my policy number with Heron Life is ...".
"""

import re
from collections.abc import Iterator

from community.composing.pii import phones
from community.composing.pii.base import Finding

FEWEST_DIGITS = 4
FEWEST_DIGITS_FURTHER_ON = 6  # after other words, or after a word that does not speak of a number
FARTHEST = 60  # characters between the word and its number
_NO = (
    r"(?:(?:(?:identification|identity|registration|reference|account|card|id) )?(?:numbers?|nos?\b\.?|num\b\.?"
    r"|nr\b\.?|code)"
    r"|identifier|id\b|i\.d\.|ref(?:erence)?\b\.?|#)"
)
_NR = r"(?:n[uú]mero|n[uú]m\b\.?|nro\b\.?|n\.?\s?[º°o]\.?|no\b\.?)"
_OF = (
    r"(?:medical record|record|ni|health card|health insurance|social security|national insurance|hospital|patient"
    r"|chart"
    r"|n\.?h\.?s\.?|chi|accession|insurance|insurer(?:'s)?|policy|member(?:ship)?|medicare|medicaid|file|claim"
    r"|subscriber|group"
    r"|plan|case|unit|passport|benefit|beneficiary|medical card|medicare card|lab|specimen|pps|cover|identity|scheme)"
)
_DE = (
    r"(?:seguridad social|p[oó]liza|historia(?: cl[ií]nica)?|afiliad[ao]|afiliaci[oó]n|asegurad[ao]|expediente"
    r"|paciente|pasaporte|tarjeta(?: sanitaria)?|seguro)"
)
# Words that say that a number follows.
_NAMED = re.compile(
    r"(?<!\w)(?:m\.?r\.?n\.?|s\.?s\.?n\.?|ss#|nhc|dni|nie|curp|nss|nino|mbi"
    rf"|{_OF} (?:card )?{_NO}|historia cl[ií]nica(?: {_NR})?|p[oó]liza {_NR}|{_NR} (?:de )?(?:la |mi |el )?{_DE}"
    r"|tarjeta sanitaria|seguridad social|expediente)(?!\w)",
    re.IGNORECASE,
)
# Words that may name one: a number must follow at once, and be long.
_MAY_NAME = re.compile(
    r"(?<!\w)(?:policy|insurance|insurer|medical record|chart|member(?:ship)?|subscriber|health card|medical card"
    r"|claim|hospital|patient|medicare|medicaid|passport|nhs|hospital id|p[oó]liza"
    r"|seguro|afiliad[ao]|cip|sip|rfc|pps|cartilla)(?!\w)",
    re.IGNORECASE,
)
# "with Heron Life is number": after it a number is as certain as after "policy number".
_WITH_NAME_IS_NUMBER = re.compile(
    r" (?:with|through|from|via|con|de) (?:[\w'\u2019.&-]{1,24}[ ,]{1,2}){1,4}?(?:(?:is|was|es) )?(?:the |el )?"
    r"(?:number|no\b\.?|num\b\.?|nr\b\.?|n[uú]mero|n\.? ?[º°]|id|ref(?:erence)?)(?!\w)",
    re.IGNORECASE,
)
# "is 350 000 a year": money. But "350 000 a year ago".
_AMOUNT = re.compile(
    r"(?: [0-9]{3}){0,4}(?: ?[€$£]| (?:yearly|monthly|annually|anual(?:es)?|mensual(?:es)?|dollars|euros?|pounds|pesos"
    r"|usd|eur|gbp)\b| (?:an?|per|each|every|al|por|cada) (?:year|quarter|month|week|day|a[nñ]o|mes|semana|d[ií]a)\b"
    r"(?! (?:ago|later|earlier|before|after)))",
    re.IGNORECASE,
)
_PUNCTUATION = re.compile(r"[\s:#,=(\"'\u201c-]{1,4}")
_LINKING = (
    "is was es el la lo it its it's are number numbers no no. num num. nr id #: card n n.º nº n.° n° núm núm. número"
    " numero nro which que esto this and mi my es: mío ends ending in begins starts with last four digits termina en"
)
_LINKS = frozenset(_LINKING.split())
_WORD = re.compile(r"[^\W\d][\w'\u2019.º°]{0,24}|[nN]\.[º°]")
_VALUE = re.compile(
    r"((?-i:[A-Z]{1,4} )?[a-z]{0,6}[-/]?[0-9][0-9a-z]{0,24}+(?:[ ./-][a-z]{0,3}[0-9][0-9a-z]{0,20}+){0,5}"
    r"(?:[-/][a-z]{1,3}\b)?)(?![\w%])"
    r"(?![.,:][0-9])(?! (?:of|de|mg|ml|cm|mm|km|people|women|personas|pages|p[aá]ginas|days|d[ií]as|years|a[nñ]os)\b)",
    re.IGNORECASE,
)
# Shapes that nothing else has: American, British (National Insurance), American (Medicare), Spanish and Mexican.
_SHAPES = re.compile(
    r"(?<![\w-])([0-9]{3}-[0-9]{2}-[0-9]{4}|(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z]{2} ?[0-9]{2} ?[0-9]{2}"
    r" ?[0-9]{2} ?[A-D]"
    r"|[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9]-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9]-?[AC-HJKMNP-RT-Y]{2}[0-9]{2}"
    r"|[A-Z]{4}[0-9]{6}[HM][A-Z]{5}[A-Z0-9][0-9])(?![\w-])"
)
_DNI = re.compile(r"(?<![\w-])(?:[0-9]{8}|[XYZ][0-9]{7})-?[A-Z](?![\w-])")
_CHECK_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:19|20)?[0-9]{2})?")
_DATE = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}")


def find(text: str) -> Iterator[Finding]:
    """Find record, patient, insurance and identity numbers."""
    for cue in _NAMED.finditer(text):
        if value := _value_after(text, cue.end(), says_number=True):
            yield Finding("record", *value.span(1), value[1])
    for cue in _MAY_NAME.finditer(text):
        named = _WITH_NAME_IS_NUMBER.match(text, cue.end())
        if value := _value_after(text, named.end() if named else cue.end(), says_number=bool(named)):
            yield Finding("record", *value.span(1), value[1])
    for match in _SHAPES.finditer(text):
        yield Finding("record", *match.span(1), match[1])
    for match in _DNI.finditer(text):
        if _is_dni(match[0].replace("-", "")):
            yield Finding("record", *match.span(), match[0])


def _value_after(text: str, at: int, *, says_number: bool) -> re.Match[str] | None:
    """Return the number after a word, with few words between; None without one."""
    end, directly = min(at + FARTHEST, len(text)), True
    while at < end:
        if punctuation := _PUNCTUATION.match(text, at):
            at = punctuation.end()
            continue
        value = _VALUE.match(text, at)
        if value and _is_value(value[1], directly=directly and says_number):
            return None if not says_number and _AMOUNT.match(text, value.end()) else value
        word = _WORD.match(text, at)
        if value or not word:
            return None
        if word[0].casefold() not in _LINKS:
            if not says_number or word[0].endswith("."):
                return None
            directly = False
        at = word.end()
    return None


def _is_value(value: str, *, directly: bool) -> bool:
    digits = sum(map(str.isdecimal, value))
    letters = sum(map(str.isalpha, value))
    fewest = FEWEST_DIGITS if directly else FEWEST_DIGITS_FURTHER_ON - min(letters, 2)
    # "Insurance number 1-800-..." is a toll-free number.
    is_free = phones.FREE_OF_CHARGE.fullmatch(re.sub("[ -]", "", value))
    return digits >= fewest and not (is_free or _YEAR.fullmatch(value) or _DATE.fullmatch(value))


def _is_dni(value: str) -> bool:
    number = int(value[:-1].translate(str.maketrans("XYZ", "012")))
    return _CHECK_LETTERS[number % 23] == value[-1]
