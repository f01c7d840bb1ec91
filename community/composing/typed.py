"""What a composer begins with: words for the plain box and, where they were formatted, HTML for the editor."""

import html
import re
from dataclasses import dataclass

from community.core.text import richtext

_LINK = re.compile(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Typed:
    """A text as the plain box holds it, and as the editor takes it over; without formatting `html` is empty."""

    words: str
    html: str = ""


def typed(body: str, *, rich: bool) -> Typed:
    """What was sent as `body`, ready to go into a composer again. `rich` says that it is HTML."""
    if not rich:
        return Typed(body)
    try:
        safe = richtext.clean(body).html
    except richtext.TooMuch:
        return Typed(_words(body), body)  # back to the author to shorten; the editor takes only the markup it knows
    return Typed(_words(_LINK.sub(_with_address, safe)), safe)


def _words(markup: str) -> str:
    """The words with their blank lines, list marks and "> " before what is quoted, as richtext.from_plain reads them.

    Patterns are linear, since what is refused may be long."""
    written = ""
    lowest = 0  # the fewest quotes that one stands in between the words before and those that follow
    for depth, part in richtext.parts_by_depth(markup):
        depth = min(depth, richtext.QUOTE_CAP)
        lowest = min(lowest, depth)
        if words := _lines(part):
            between = f"\n{('> ' * lowest).rstrip()}\n" if written else ""
            written += between + "\n".join(("> " * depth + line).rstrip() for line in words.split("\n"))
            lowest = depth
    return written


def _lines(markup: str) -> str:
    text = markup.replace("\r", "").replace("\n", " ")
    text = re.sub(r"<li>(?:<p>)?", "- ", text)
    text = re.sub(r"<br\b[^<>]*>|(?:</p>)?</li>", "\n", text)
    text = re.sub(r"</(?:p|ul|ol)>", "\n\n", text)
    text = html.unescape(re.sub(r"<[^<>]*>", "", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _with_address(link: re.Match[str]) -> str:
    """A link as words: its address stands beside it, unless the words say it. A name with @ finds its own address."""
    address, words = link.groups()
    return words if address.endswith(words) or words.startswith("@") else f"{words} ({address})"
