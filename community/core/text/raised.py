"""Write raised and lowered figures as characters: without them "10<sup>9</sup>" would be read as "109".

static/js/composer/paste-text.js does the same with pasted text."""

import re

_PLAIN = "0123456789+-\u2212\u2013=()n"
_FORMS = {
    "sup": str.maketrans(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ"),
    "sub": str.maketrans(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₙ"),
}
_ORDINALS = {"a": "ª", "o": "º"}
_SEVERAL_LETTERS = re.compile(r"[^\W\d_]{2}")
_FIGURE = re.compile(r"\A\s*[-+\u2212\u2013]?[0-9]+")


def write_raised(text: str, tag: str) -> str:
    """Write the text of a tag "sup" or "sub" without it. Words stay as they are ("1st"), as does "[1]"."""
    if "[" in text:
        return text
    if tag == "sup" and text in _ORDINALS:
        return _ORDINALS[text]
    if not _SEVERAL_LETTERS.search(text):
        return text.translate(_FORMS[tag])
    figure = _FIGURE.match(text)
    return figure[0].translate(_FORMS[tag]) + text[figure.end() :] if figure else text
