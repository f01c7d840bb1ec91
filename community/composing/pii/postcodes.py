"""Find postal boxes, and postcodes with what stands before them: "Rose Cottage, Mill Lane, LS1 4AB"."""

import re
from collections.abc import Iterator

from community.composing.pii.base import Finding

LONGEST_BEFORE = 90  # characters of an address before its postcode

_BOX = re.compile(
    r"(?<!\w)(?:(?:g\.?\s?)?p\.?\s?o\.?\s?box|post(?:al)?(?: office)? box|(?:locked|private) bag|(?:rr|rural"
    r" route) ?[0-9]{1,3},? box|apartado(?: de"
    r" correos| postal|(?= [0-9]{2}))"
    r"|apdo\b\.?(?: de correos| postal)?|casilla(?: de correos?| postal)?)[\s:,]{1,3}(?:(?:no|n[uú]mero|n[uú]m|nr"
    r"|n\.?[º°]|number)\.? ?|#)?"
    r"([a-z]{0,2}-?[0-9]{1,7}[a-z]?)(?![\w%]|[.,][0-9])",
    re.IGNORECASE,
)
# The first letters of British postcodes, by the Royal Mail.
_AREAS = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|B|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|E|FK|FY"
    "|GL|GU|GY|G|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|L|ME|MK|ML|M|NE|NG|NN|NP|NR"
    "|NW|N|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|S|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA"
    "|WC|WD|WF|WN|WR|WS|WV|W|YO|ZE"
)
_BRITISH = re.compile(
    rf"(?<![\w/.-])(?=[a-z]{{1,2}}[0-9])(?:{_AREAS})[0-9][0-9A-HJKPSTUW]? ?[0-9][ABD-HJLNP-UW-Z]{{2}}(?![\w%])",
    re.IGNORECASE,
)
_IRISH = re.compile(r"(?<![\w/.-])[AC-FHKNPRTV-Y](?:[0-9]{2}|6W) ?(?=[A-Z]{0,3}[0-9])[0-9AC-FHKNPRTV-Y]{4}(?![\w%])")
_CANADIAN = re.compile(
    r"(?<![\w/.-])[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][ -][0-9][ABCEGHJ-NPRSTV-Z][0-9](?![\w%])"
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK"
    "|OR|PA|RI"
    "|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR|NSW|VIC|QLD|TAS|ACT|NT"
)
_STATE = re.compile(
    rf"[A-Z][a-z]{{1,20}},? (?:{_STATES})\.?,? (?:[0-9]{{5}}(?:-[0-9]{{4}})?|[0-9]{{4}})(?![\w%]|[.,][0-9])"
)
_CUED = re.compile(
    r"(?<!\w)(?:post ?code|postal code|zip(?: ?code)?|eir ?code|c[oó]digo postal|c\.?p\.(?="
    r" ?[0-9]))[\s:,(]{0,3}(?:(?:is|es|el|here is)[\s:]{1,2})?"
    r"([a-z]?[0-9]{4,5}(?:-[0-9]{4})?|[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}|[a-z][0-9][a-z] ?[0-9][a-z][0-9]"
    r"|[a-z][0-9]{2} ?[0-9a-z]{4})(?![\w%])",
    re.IGNORECASE,
)
_SPANISH = re.compile(r"(?<![\w.,/-])[0-9]{5} (?:[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,20})(?= ?[(),.;]|$)")
# Names and numbers with commas, up to the postcode.
_BEFORE = re.compile(r"(?:(?:[A-Z0-9][\w'\u2019.-]{0,24}|of|the|on|upon|in|le|de|la|el)[ ,\n]{1,3}){1,14}$")
_TNM = re.compile(r"[tT][0-4][a-dA-D]? ?[nN]")


def find(text: str) -> Iterator[Finding]:
    """Find postal boxes and postcodes of Britain, Ireland, Canada, the United States, Australia and Spain."""
    for match in _BOX.finditer(text):
        yield Finding("address", *match.span(), match[0])
    for pattern in (_BRITISH, _IRISH, _CANADIAN, _STATE):
        for match in pattern.finditer(text):
            if not _TNM.match(match[0]) and (pattern is not _BRITISH or _is_written_as_a_postcode(match[0])):
                yield _with_what_is_before(text, *match.span())
    for match in _CUED.finditer(text):
        yield Finding("address", *match.span(1), match[1])
    for match in _SPANISH.finditer(text):
        if "," in text[max(match.start() - 2, 0) : match.start()]:
            yield _with_what_is_before(text, *match.span())


def _is_written_as_a_postcode(code: str) -> bool:
    """Whether all its letters are of one case, and not such that it may be a word with a number: "b1 2ab" needs two."""
    return code.isupper() or (code.islower() and " " in code and code[1].isalpha())


def _with_what_is_before(text: str, start: int, end: int) -> Finding:
    """Create the finding with the house, street and town before its postcode."""
    before = _BEFORE.search(text[max(start - LONGEST_BEFORE, 0) : start])
    begin = start - len(before[0]) if before else start
    return Finding("address", begin, end, text[begin:end])
