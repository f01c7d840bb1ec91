"""Checks of a page's markup."""

import re

from django.http import HttpResponse
from django.utils.functional import cached_property

INLINE = re.compile(r"""<style|<script(?![^>]*\ssrc=)[^>]*>|<[^>]*\s(?:style|on\w+)\s*=\s*["'][^>]*>""", re.IGNORECASE)


def inline_in(page: str) -> list[str]:
    """Return every tag that a CSP without unsafe-inline refuses: inline styles, scripts and handlers."""
    return INLINE.findall(page)


TAG = re.compile(r"<[a-zA-Z!/](?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+>")
SPACES = re.compile(r"\s\s|[^\S ]|\s/?>$")  # in quotes too: then the slower way finds out
QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*')")
LINE_END = r"[ \t]*\n\s*"
BLOCK = (
    "p|h[1-6]|div|[ou]l|li|d[ldt]|section|article|header|footer|main|nav|form|fieldset|t[rdh]|thead|tbody|title|option"
)
# Where a browser shows no space: at the beginning and end of an element, and around a block.
NOT_SHOWN = re.compile(rf"(?<=>){LINE_END}(?=</)|{LINE_END}(?=</)|{LINE_END}(?=<(?:{BLOCK})\b)", re.IGNORECASE)
AFTER_TAG = re.compile(rf"(<[a-z](?:[^<>\"]++|\"[^\"]*\")*+>|</(?:{BLOCK})>){LINE_END}", re.IGNORECASE)
UNCHANGED = re.compile(r"(<textarea[^>]*>.*?</textarea>|<pre.*?</pre>|<script.*?</script>)", re.DOTALL)


def as_shown(page: str) -> str:
    """Return a page's markup without the white space that a browser does not show.

    Templates are formatted by a tool, so where a line ends says nothing. Quoted values and text boxes stay."""
    parts = UNCHANGED.split(page)
    return "".join(
        _outside_boxes(part) if at % 2 == 0 else TAG.sub(_one_line, part, count=1) for at, part in enumerate(parts)
    )


def _outside_boxes(markup: str) -> str:
    markup = AFTER_TAG.sub(r"\1", NOT_SHOWN.sub("", TAG.sub(_one_line, markup)))
    return re.sub(LINE_END, " ", markup)


def _one_line(tag: re.Match[str]) -> str:
    """A tag with one space between attributes, and none before its end."""
    if not SPACES.search(tag[0]):
        return tag[0]
    parts = QUOTED.split(tag[0])
    return re.sub(
        r"\s+(?=/?>$)", "", "".join(part if at % 2 else re.sub(r"\s+", " ", part) for at, part in enumerate(parts))
    )


def text_as_shown(response: HttpResponse) -> str:
    """Return the text of a response; that of a page as it is shown."""
    text = response.content.decode(response.charset or "utf-8")
    return as_shown(text) if response.get("Content-Type", "").startswith("text/html") else text


def show_pages() -> None:
    """Let `response.text` be what a reader of a page is shown, in all tests."""
    text = cached_property(text_as_shown)
    text.__set_name__(HttpResponse, "text")
    HttpResponse.text = text
