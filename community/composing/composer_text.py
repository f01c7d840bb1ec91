"""Convert a text back into what a composer starts with: plain text, and HTML for the editor if it is formatted."""

import html
import re
from dataclasses import dataclass

from community.core.text import richtext

_LINK = re.compile(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class ComposerText:
    """A text for the plain text box and for the editor; `html` is empty without formatting."""

    plain: str
    html: str = ""


def composer_text(body: str, *, rich: bool) -> ComposerText:
    """Convert a submitted `body` for a composer. `rich` says that it is HTML."""
    if not rich:
        return ComposerText(body)
    try:
        safe = richtext.clean(body).html
    except richtext.TooMuch:
        return ComposerText(_plain(body), body)  # the author must shorten it; the editor drops markup it does not know
    return ComposerText(_plain(_LINK.sub(_link_as_text, safe)), safe)


def _plain(markup: str) -> str:
    """Convert HTML to plain text as richtext.from_plain reads it: blank lines, "- " in lists, "> " before quotes.

    Patterns take linear time, since a refused text may be long."""
    plain = ""
    lowest = 0  # the smallest depth of quotes since the last text
    for depth, part in richtext.parts_by_depth(markup):
        depth = min(depth, richtext.QUOTE_CAP)
        lowest = min(lowest, depth)
        if text := _text_of(part):
            between = f"\n{('> ' * lowest).rstrip()}\n" if plain else ""
            plain += between + "\n".join(("> " * depth + line).rstrip() for line in text.split("\n"))
            lowest = depth
    return plain


def _text_of(markup: str) -> str:
    """Replace the tags of one quoting depth by line breaks and list markers."""
    text = markup.replace("\r", "").replace("\n", " ")
    text = re.sub(r"<li>(?:<p>)?", "- ", text)
    text = re.sub(r"<br\b[^<>]*>|(?:</p>)?</li>", "\n", text)
    text = re.sub(r"</(?:p|ul|ol)>", "\n\n", text)
    text = html.unescape(re.sub(r"<[^<>]*>", "", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _link_as_text(link: re.Match[str]) -> str:
    """Write the address behind a link's text, unless the text is the address or a name with @."""
    address, text = link.groups()
    return text if address.endswith(text) or text.startswith("@") else f"{text} ({address})"
