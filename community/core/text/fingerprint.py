"""A short digest of what a text says, the same for its formatted and its plain form."""

import hashlib
import html
import re

from community.core.text.richtext import RichText

_HREF = re.compile(r'<a\b[^>]*?href="([^"]*)"')
_ADDRESS = re.compile(r"\(?(?:https?://|mailto:|www\.)[^\s<>]+|[^\s<>@()]+@[^\s<>@()]+")
_EDGES = re.compile(r"^\W+|\W+$")
_LIST_NUMBER = re.compile(r"^\s*\d{1,3}[.)]\s+", re.MULTILINE)


def fingerprint(text: RichText, title: str = "") -> str:
    """Return 32 hex digits that two submissions of the same words share.

    A browser that goes back to a form may send as plain text what the editor sent as HTML. So marks of lists and
    quotes, punctuation, spaces and capitals do not count, and an address counts once, in a link or in the text."""
    written = _LIST_NUMBER.sub("", f"{title}\n{text.plain}").casefold()
    addresses = {*_ADDRESS.findall(written), *(html.unescape(link).casefold() for link in _HREF.findall(text.html))}
    words = re.findall(r"\w+", _ADDRESS.sub(" ", written)) or written.split()
    known = sorted({_EDGES.sub("", address).removeprefix("mailto:") for address in addresses})
    return hashlib.blake2b("\n".join([" ".join(words), *known]).encode(), digest_size=16).hexdigest()
