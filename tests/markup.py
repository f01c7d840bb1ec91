"""Checks of a page's markup."""

import re

from django.http import HttpResponse
from django.utils.functional import cached_property

INLINE = re.compile(r"""<style|<script(?![^>]*\ssrc=)[^>]*>|<[^>]*\s(?:style|on\w+)\s*=\s*["'][^>]*>""", re.IGNORECASE)


def inline_in(page: str) -> list[str]:
    """Return every tag that a CSP without unsafe-inline refuses: inline styles, scripts and handlers."""
    return INLINE.findall(page)


TAG = re.compile(r"<[a-zA-Z!/][^<>]*>")
BLOCK = "p|h[1-6]|div|[ou]l|li|section|article|header|footer|main|nav|form|fieldset|t[rdh]|thead|tbody|title|option"
AROUND_BLOCK = re.compile(
    rf"\s*\n\s*(?=</?(?:{BLOCK})\b)|(?<=>)(?<!</a>)(?<!</span>)(?<!</strong>)(?<!</time>)\s*\n\s*", re.IGNORECASE
)


def as_shown(page: str) -> str:
    """Return a page's markup without the white space that a browser does not show: within tags, and around blocks.

    Templates are formatted by a tool, so where a line ends says nothing."""
    page = TAG.sub(_squeezed, page)
    return re.sub(r"[ \t]*\n\s*", " ", AROUND_BLOCK.sub("", page))


def text_as_shown(response: HttpResponse) -> str:
    """The text of a response; that of a page as it is shown, outside of text boxes."""
    text = response.content.decode(response.charset or "utf-8")
    if not response.get("Content-Type", "").startswith("text/html"):
        return text
    parts = re.split(r"(<textarea[^>]*>.*?</textarea>|<pre.*?</pre>)", text, flags=re.DOTALL)
    return "".join(
        as_shown(part) if index % 2 == 0 else TAG.sub(_squeezed, part, count=1) for index, part in enumerate(parts)
    )


def _squeezed(tag: re.Match[str]) -> str:
    return re.sub(r"\s+(?=/?>)", "", re.sub(r"\s+", " ", tag[0]))


def show_pages() -> None:
    """Let `response.text` be what a reader of a page is shown, in all tests."""
    text = cached_property(text_as_shown)
    text.__set_name__(HttpResponse, "text")
    HttpResponse.text = text
