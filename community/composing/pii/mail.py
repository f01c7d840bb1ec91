"""Find email addresses, also those spelt out to hide them from crawlers."""

import re
from collections.abc import Iterator

from community.composing.pii.base import Finding
from community.composing.pii.spelt_numbers import NEEDED as NUMBER_WORDS

# One of these is between a name and its domain, in every address.
NEEDED = ("@", "at", "arroba", "en")
# An organisation's address may be shared.
_ROLES = (
    "info help helpline support contact enquiries inquiries office hello press admin team hola ayuda contacto atencion"
    " informacion secretaria reception appointments"
)
_NAME = r"(?<![\w.+-])([\w.+-]{1,64}+)"
_LABEL = r"[\w-]{1,63}"
_ADDRESS = re.compile(
    rf"{_NAME} ?@ ?(?:(?:{_LABEL}\.){{1,5}}[a-z]{{2,24}}|{_LABEL},(?:com|org|net|es|co\.uk))\b", re.IGNORECASE
)
# "j a n e @ e x a m p l e . o r g"
_SPACED = re.compile(r"(?<![\w.+-])(?:[\w.+-] ){2,40}@(?: [\w.-]){4,60}(?!\w)")
# "at" and "dot" in signs that nobody writes otherwise, and in words.
_AT = re.compile(
    r" ?[(\[{<*_-]{1,2} ?(?:at|arroba|@) ?[)\]}>*_-]{1,2} ?|_at_|_arroba_| (?:at sign|at symbol|at|arroba|en) | ?@ ?",
    re.IGNORECASE,
)
_DOT_WORD = r"(?: ?[(\[{<*_-]{1,2} ?(?:dot|punto|\.) ?[)\]}>*_-]{1,2} ?| (?:dot|punto) |_dot_|_punto_)"
_DOT = rf"(?:{_DOT_WORD}| ?\. ?)"
_NAME_BEFORE = re.compile(
    rf"(?<![\w.+-])([a-z0-9+-][\w.+-]{{0,30}}+"
    rf"(?:(?:{_DOT_WORD}| (?:underscore|dash|hyphen|gui[oó]n|gui[oó]n bajo|plus) )[a-z0-9.+-]{{1,30}}+){{0,3}}"
    rf"(?: (?:y )?(?:{'|'.join(NUMBER_WORDS)}|[0-9]{{1,6}})){{0,6}})$",
    re.IGNORECASE,
)
LONGEST_NAME = 80  # characters, with its dots in words
_SPELT_LABEL = r"[^\W_](?:[^\W_]|-){0,40}+"
_TOP = (
    r"(?:com|org|net|edu|gov|info|eu|uk|ie|us|ca|au|nz|za|es|mx|ar|co|cl|pe|cat|de|fr|it|pt|nl|be|ch|at|in|io|me|nhs"
    r"|example)"
)
_PROVIDER = (
    r"(?:g ?mail|google ?mail|hotmail|outlook|yahoo|icloud|live|aol|proton(?: ?mail)?|gmx|btinternet|sky|comcast"
    r"|verizon"
    r"|telefonica|terra|msn|me)"
)
# "at hotmail co uk": no dot, but nothing else.
_UNDOTTED = (
    r"(?:g ?mail|google ?mail|hotmail|outlook|yahoo|icloud|aol|proton(?: ?mail)?|gmx|btinternet)"
    r" (?:com(?: (?:au|mx|ar))?|co uk|net|es|me|de|fr|ie)"
)
_DOMAIN = re.compile(
    rf"(?P<undotted>{_UNDOTTED})(?!\w)|"
    rf"(?:{_SPELT_LABEL}(?:{_DOT}{_SPELT_LABEL}){{0,2}}?(?P<dot>{_DOT}){_TOP}(?:{_DOT}(?:uk|au|mx|ar|es|nz|za|ie|co))?"
    rf"|{_PROVIDER}(?:{_DOT}{_TOP})*)(?!\w)",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"(?<!\w)(?:e-?mails?|mail(?: me)?|gmail|correo(?: electr[oó]nico)?|write to me|write me|reach me|contact me"
    r"|escr[ií]b\w{1,8}|address|i['\u2019]m|i am|soy)\W{1,3}(?:(?:is|me|us|at|on|to|address|him|her|es|a|al|mi|my"
    r"|en|the|with)\W{1,3}){0,4}$",
    re.IGNORECASE,
)
# "I read it at example dot com."
_ORDINARY = (
    "it that this them read look looked here there is was be me us was were found one more leaflet booklet page site"
    " website online nurses nurse people staff someone somebody friends ladies everything something forum video"
    " article questions que está en lo"
)
_IMPERSONAL = frozenset([*_ROLES.split(), *_ORDINARY.split()])


def find(text: str) -> Iterator[Finding]:
    """Find name@example.org, "name (at) example (dot) org" and "nombre arroba ejemplo punto es"."""
    for match in _ADDRESS.finditer(text):
        if match[1].casefold() not in _IMPERSONAL:
            yield Finding("email", *match.span(), match[0])
    for match in _SPACED.finditer(text):
        yield Finding("email", *match.span(), match[0])
    for at in _AT.finditer(text):
        domain = _DOMAIN.match(text, at.end())
        name = domain and _NAME_BEFORE.search(text[max(at.start() - LONGEST_NAME, 0) : at.start()])
        if domain and name:
            start = at.start() - len(name[1])
            dot = "dot" if domain["undotted"] else domain["dot"] or ""
            if _is_spelt_address(text[max(start - 60, 0) : start], name[1], at[0], dot=dot):
                yield Finding("email", start, domain.end(), text[start : domain.end()])


def _is_spelt_address(before: str, name: str, at: str, *, dot: str) -> bool:
    """Whether "name at domain" is an address: by its "at" and "dot", its name, or the words before."""
    name, at = name.casefold(), at.strip().casefold()
    if name.split()[-1] in _IMPERSONAL or name.isdecimal():
        return False
    if at not in {"at", "en", "@"} or dot.strip().isalpha() or not name.isalpha():
        return True
    return bool(_CUE.search(before))
