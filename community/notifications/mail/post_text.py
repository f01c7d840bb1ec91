"""Write a post for mail: its quotes short, its end at a sentence, its links whole; as HTML and as text."""

import html
import re
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from community.core.http.site import absolute
from community.core.text import plain_text, richtext
from community.core.text.graphemes import shorten_line
from community.core.text.shortening import shorten_to_sentence

LENGTH = 1500  # characters of a post; a longer one has a link to the rest
QUOTE = 120  # characters, about two lines

_TAGS = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(?:br|/p|/li|/blockquote)[^<>]*>")
_CREDIT = re.compile(r'\s*<p><a href="/posts/[^"]*"[^<>]*>([^<]*)</a>([^<]*)</p>')
_OWN_LINK = re.compile(r'href="/(?!/)')
_MENTION = re.compile(r'<a href="/members/[^"]*"[^<>]*>(@[^<]*)</a>')
_ESCAPED = re.compile(r"^((?:> ?|[-\d.]+ | )*)\\", re.MULTILINE)
_OPENING = re.compile(r"<(p|ul|ol|li|blockquote|a)\b(?=[ >])")
# Mail programs read no stylesheet that is not in the element itself. The classes are for dark screens alone.
_ATTRIBUTES = {
    "p": 'dir="auto" style="margin:0 0 16px"',
    "ul": 'style="margin:0 0 16px;padding:0 0 0 24px"',
    "ol": 'style="margin:0 0 16px;padding:0 0 0 28px"',
    "li": 'dir="auto" style="margin:0 0 4px"',
    "blockquote": 'class="quote" '
    'style="margin:0 0 16px;padding:0 0 0 12px;border-left:4px solid #dcd2c8;color:#51475a"',
    "a": 'class="link" style="color:#6a2456"',
}


@dataclass(frozen=True)
class PostText:
    """A post's beginning as HTML with inline styles and as text; `is_cut` says that there is more."""

    html: SafeString
    text: str
    is_cut: bool


def write_post(markup: str) -> PostText:
    """Convert a post's sanitised HTML, which stays sanitised."""
    whole = _OWN_LINK.sub(f'href="{absolute("/")}', _with_short_quotes(_MENTION.sub(r"\1", markup)))
    shown = shorten_to_sentence(whole, LENGTH)
    styled = _OPENING.sub(lambda tag: f"<{tag[1]} {_ATTRIBUTES[tag[1]]}", shown)
    text = _ESCAPED.sub(r"\1", plain_text.to_plain(shown))
    return PostText(mark_safe(styled), text.strip(), is_cut=shown != whole)  # noqa: S308  # sanitised when it was saved


def first_words(markup: str, length: int) -> str:
    """Return the beginning of what the post itself says, on one line."""
    own = "".join(part for depth, part in richtext.parts_by_depth(markup) if not depth)
    return shorten_line(_words(own), length)


def _with_short_quotes(markup: str) -> str:
    """Replace each quote by two lines of it. What it quotes itself is left out, so that quotes never pile up."""
    result: list[str] = []
    quote: list[str] = []
    for depth, part in richtext.parts_by_depth(markup):
        if depth == 1:
            quote.append(part)
        elif not depth:
            if quote:
                result.append(_short_quote("".join(quote)))
                quote = []
            result.append(part)
    return "".join(result)


def _short_quote(markup: str) -> str:
    credit = _CREDIT.match(markup)
    words = shorten_line(_words(markup[credit.end() :] if credit else markup), QUOTE)
    shown = [f"{credit[1]}{credit[2]}"] if credit else []
    shown += [html.escape(words, quote=False)] if words else []
    return f"<blockquote><p>{'<br>'.join(shown)}</p></blockquote>" if shown else ""


def _words(markup: str) -> str:
    return " ".join(html.unescape(_TAGS.sub("", _BREAK.sub(" ", markup))).split())
