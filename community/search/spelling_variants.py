"""Write British words as Americans do, so that both are one term. Only for comparison: nobody reads the result."""

import re

_BEGINNINGS_OUR = "tum|col|fav|behavi|hum|neighb|lab|od|hon|flav|rum|vap|harb|endeav|sav|vig|ard|val"
_DOUBLED = "travel|label|counsel|cancel|model|level|fuel|signal|tunnel|marvel|initial|dial|total|equal"
_RULES = [
    (re.compile(rf"^((?:dis|un|mis)?(?:{_BEGINNINGS_OUR}))our"), r"\1or"),
    (re.compile(r"oe(?=dem|strog|soph|t[aiu]|a$|al$|ic$|cium)"), "e"),  # oedema, oestrogen, diarrhoea
    (re.compile(r"(?<=[^i])ae(?=[mdstcr])"), "e"),  # anaemia, leukaemia, orthopaedic, anaesthetic, gynaecology
    (re.compile(r"^ae(?=[st]h|ti|on)"), "e"),
    (re.compile(r"(?<=[a-z]{3})is(?=e[drs]?$|ing$|ations?$)"), "iz"),  # organise; advise too, and so on both sides
    (re.compile(r"(?<=al)ys(?=e[drs]?$|ing$)"), "yz"),
    (re.compile(rf"^({_DOUBLED})l(?=ed$|ing$|ers?$|ors?$)"), r"\1"),
    (re.compile(r"^(cent|fib|lit|met|millimet|centimet|theat|calib|spect|sab|scept)re(?=s?$)"), r"\1er"),
    (re.compile(r"^(def|off|lic|pret)ence"), r"\1ense"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"^programme(?=s?$)"), "program"),
]
_SINGLE = {
    "ageing": "aging",
    "grey": "gray",
    "pyjamas": "pajamas",
    "mould": "mold",
    "mouldy": "moldy",
    "sceptical": "skeptical",
    "tyre": "tire",
    "enrol": "enroll",
    "fulfil": "fulfill",
    "skilful": "skillful",
    "plough": "plow",
    "cheque": "check",
    "practise": "practice",
    "storey": "story",
    "judgement": "judgment",
    "learnt": "learned",
    "burnt": "burned",
    "spelt": "spelled",
    "dreamt": "dreamed",
    "whilst": "while",
    "specialty": "speciality",
}


def american(word: str) -> str:
    """The American spelling of a folded word; other words unchanged, or changed alike wherever they occur."""
    if word in _SINGLE:
        return _SINGLE[word]
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    return word
