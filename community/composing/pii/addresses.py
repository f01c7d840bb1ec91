"""Find postal addresses: a street with a number; a street name alone is not an address. Postcodes: postcodes.py."""

import re
from collections.abc import Iterator

from community.composing.pii import postcodes
from community.composing.pii.base import Finding

# Words that almost always mean a street; those in _TYPE alone mean one only when they and the name are capitalised.
_SURE = frozenset({"street", "road", "avenue", "lane", "boulevard", "crescent", "rd", "ave", "blvd"})
_TYPE = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|boulevard|blvd|crescent|drive|dr|close|court|ct|way|place|pl|terrace"
    r"|gardens|gdns|square|sq|grove|hill|row|mews|parkway|pkwy|circle|view|walk|rise|green|villas|parade|highway|hwy"
    r"|trail|loop|alley|ridge|heights|embankment|esplanade|croft|gate|bank|wharf|quay|vale|meadows?|common|path"
    r"|turnpike"
    r"|expressway|plaza|park|end|fields?|broadway|glen|pike|run|point|crossing|fold)\b\.?"
)
_NUMBER = re.compile(r"(?<![\w.,/:$€£-])[0-9]{1,5}(?:[a-z]|[/-][0-9]{1,4}[a-z]?)?(?=,?[ \u00a0])", re.IGNORECASE)
_STREET = re.compile(
    rf",?[ \u00a0]((?:[^\W_][\w'\u2019.-]{{0,24}} ){{1,4}}?)({_TYPE})(?!\w)"
    r"((?:,? (?:apt|apartment|flat|unit|suite|#)\.? ?\w{1,5}\b)?)",
    re.IGNORECASE,
)
_AFTER_DOCTOR = re.compile(r" [A-Z]")
_NOT_A_STREET_NUMBER = re.compile(
    r"(?:ward|bed|room|day|route|bus|level|floor|car park|stop|platform|terminal|exit|junction|stage|grade|clinic"
    r"|gate|bay|week|cycle|age|aged)\s$",
    re.IGNORECASE,
)
_IN_A_YEAR = re.compile(r"(?:in|since|until|en|desde) (?:19|20)[0-9]{2}$", re.IGNORECASE)
_NO_NAME = """
    the a an of in on to at and or for my our this that down up from with by into off per is was after till until
    year years month months day days week weeks hour hours minute minutes mile miles km block blocks people women men
    sister sisters car cars lane lanes mg ml cm more times time round rounds step steps house houses way dirt long
    different hundred thousand dollar dollars busy other
"""
_NO_NAMES = frozenset(_NO_NAME.split())

_HEAD = re.compile(
    r"(?<!\w)(calle|c/|avenida|avda\b\.?|av\b\.|plaza|pza\b\.?|paseo|camino|carretera|ronda|traves[ií]a|carrera"
    r"|callej[oó]n|carrer|r[uú]a|pasaje|pje\b\.?|glorieta|cuesta|urbanizaci[oó]n|urb\b\.?|calzada|bulevar"
    r"|prolongaci[oó]n"
    r"|jir[oó]n|rambla|passeig|avinguda|c\.(?= ))[ \u00a0]?",
    re.IGNORECASE,
)
# One of these is in every head; looking for them is much faster.
_NEEDED = (
    *(
        "calle",
        "c/",
        "c.",
        "aven",
        "avda",
        "av.",
        "plaza",
        "pza",
        "paseo",
        "camino",
        "carre",
        "ronda",
        "traves",
        "pasaje",
    ),
    *("rúa", "rua", "pje", "glorieta", "cuesta", "urb", "calzada", "bulevar", "prolonga", "jir", "rambla", "passeig"),
    "avinguda",
)
_REST = re.compile(
    r"((?:[^\W\d_][\w'\u2019.-]{0,24}[ ,]{1,2}){1,5}?)(?:n\.?[º°o]\.? ?|n[uú]m(?:ero|\.)? ?|no\. ?|# ?)?"
    r"([0-9]{1,5})(?![\w%]|[.,][0-9])(?:,? ?[0-9]{1,2}\s?[ºª°](?: ?(?:[A-Z]\b|[0-9][ºª°]|izq\w{0,6}|d(?:er)?cha))?)?"
)
_GRID = re.compile(r"[0-9]{1,3}[a-z]? ?(?:#|n[o.º°]{1,2}) ?[0-9]{1,3}[a-z]? ?- ?[0-9]{1,3}", re.IGNORECASE)
_AMOUNT = re.compile(
    r" (?:veces|d[ií]as?|a[nñ]os?|meses|mes|semanas?|horas?|minutos?|km|kil[oó]metros?|personas?|mg|euros?|pesos)\b"
)
_ENDS = re.compile(r"\s{0,4}(?:$|[.,;:!?)\n])")
_JOINS = frozenset({"de", "del", "la", "las", "los", "el", "y", "san", "santa"})
_SURE_IN_SPANISH = ("calle", "c/", "avenida", "avda", "av.", "travesía", "travesia")


def find(text: str) -> Iterator[Finding]:
    """Find street addresses in English and Spanish notation."""
    for number in _NUMBER.finditer(text):
        street = _STREET.match(text, number.end())
        if street and _is_street(text, number, street):
            yield _address(text, number.start(), street.end())
    lowered = text.lower()
    for head in _HEAD.finditer(text) if any(needed in lowered for needed in _NEEDED) else ():
        rest = _REST.match(text, head.end())
        if not (rest and _is_calle(text, head[1].casefold(), rest)):
            rest = _GRID.match(text, head.end())
        if rest:
            yield _address(text, head.start(), rest.end())
    yield from postcodes.find(text)


def _address(text: str, start: int, end: int) -> Finding:
    """Create the finding without a final full stop, which may end the sentence."""
    words = text[start:end].rstrip(". ")
    return Finding("address", start, start + len(words), words)


def _is_street(text: str, number: re.Match[str], street: re.Match[str]) -> bool:
    names, kind = street[1].split(), street[2].rstrip(".")
    before = text[max(number.start() - 10, 0) : number.start()]
    if _NOT_A_STREET_NUMBER.search(before) or _IN_A_YEAR.search(before + number[0]):
        return False
    if kind.casefold() == "dr" and _AFTER_DOCTOR.match(text, street.end()):
        return False
    if any(name.casefold() in _NO_NAMES for name in names):
        return False
    in_capitals = all(not name[0].islower() for name in names)
    if in_capitals and kind[0].isupper():
        return True
    return kind.casefold() in _SURE and len(names) < 3 and number[0] != "1"


def _is_calle(text: str, head: str, rest: re.Match[str]) -> bool:
    names = rest[1].replace(",", " ").split()
    proper = [name for name in names if name.casefold() not in _JOINS]
    if not proper or _AMOUNT.match(text, rest.end(2)):
        return False
    if all(name[0].isupper() for name in proper):
        return True
    return head.startswith(_SURE_IN_SPANISH) and len(proper) < 3 and bool(_ENDS.match(text, rest.end()))
