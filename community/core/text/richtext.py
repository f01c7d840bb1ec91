"""Sanitise HTML; all HTML in the database comes from here.

Size and nesting are limited before parsing: html5lib, which bleach uses, takes over a second for 60 KB of nested
quotes. nh3 then repairs malformed markup, bare URLs become links, and bleach applies the allow-list and sets link
attributes. nh3 applies the same list once more, since bleach has no maintainer since June 2026 (docs/decisions/0002).
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import bleach
import nh3
from bleach.html5lib_shim import Filter  # the html5lib that bleach bundles
from django.utils.html import escape

from community.core.text import plain_text
from community.core.text.addresses import find_addresses
from community.core.text.characters import clean_text
from community.core.text.names import Mention, find_mentions
from community.core.text.raised import write_raised
from community.core.text.url_cleaning import without_tracking

POST_TAGS = frozenset({"p", "br", "strong", "em", "b", "i", "s", "a", "ul", "ol", "li", "blockquote"})
ARTICLE_TAGS = POST_TAGS | {"h2", "h3", "h4"}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = frozenset({"http", "https", "mailto"})
LINK_REL = "nofollow ugc noopener"

MARKUP_CAP = 40_000
TAG_CAP = 2_000
NESTING_CAP = 20
LINK_CAP = 200

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UNCLOSED = frozenset({"br", "hr", "img", "input", "wbr", "p", "li"})
_BETWEEN = re.compile(r"(<[^<>]*>)")  # sanitised: an attribute has no "<" or ">"
_RAISED = frozenset({"sup", "sub"})  # read, and written as characters
_RAISED_TAG = re.compile(r"<(/?)(su[pb])>")
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_MAY_BE_ADDRESS = re.compile(r"://|@|\.\w|\(/")  # in all addresses that are found: a cheap test before the search
_WEB_LINK = re.compile(r'<a href="https?://')
_BREAK = re.compile(r"<(?:br|/p|/li|/h[2-4]|/blockquote)[^<>]*>")
_QUOTES = re.compile(r"(</?blockquote\b[^<>]*>)")
# The link of a mention. It is rebuilt on each save.
_NAME_LINK = re.compile(r'<a href="/[^"<>]*"[^<>]*>(@[A-Za-z0-9_-]+)</a>')


type Resolve = Callable[[Mention], tuple[str, str] | None]


class TooMuch(ValueError):
    """The markup is too large or too deeply nested."""


@dataclass(frozen=True)
class RichText:
    """A text as sanitised HTML and as plain text."""

    html: str
    plain: str

    @property
    def web_links(self) -> int:
        """How many links it has that lead out of the community; mail addresses do not count."""
        return len(_WEB_LINK.findall(self.html))


class _LinkFilter(Filter):
    """Set `rel` on every link, and remove tracking parameters from its URL."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in super().__iter__():
            if token["type"] == "StartTag" and token["name"] == "a":
                token["data"][None, "rel"] = LINK_REL
                if href := token["data"].get((None, "href")):
                    token["data"][None, "href"] = _URL.sub(_without_tracking, href)
            yield token


def clean(markup: str) -> RichText:
    """Sanitise a member's HTML, and link bare URLs. The function is idempotent.

    Raises TooMuch beyond MARKUP_CAP characters, TAG_CAP tags or NESTING_CAP open elements."""
    return _clean(markup, POST_TAGS)


def clean_article(markup: str) -> RichText:
    """Sanitise an editor's HTML: as clean(), with headings. Raises TooMuch."""
    return _clean(markup, ARTICLE_TAGS)


def from_plain(text: str) -> RichText:
    """Convert plain text as plain_text.to_markup() does; then clean(). Raises TooMuch."""
    return clean(plain_text.to_markup(text))


def parts_by_depth(markup: str) -> Iterator[tuple[int, str]]:
    """Split markup at <blockquote> tags, and yield each part, also an empty one, with its quote depth."""
    depth = 0
    for part in _QUOTES.split(markup):
        if _QUOTES.fullmatch(part):
            depth = max(depth - 1, 0) if part.startswith("</") else depth + 1
        else:
            yield depth, part


def names_in(markup: str) -> set[str]:
    """Return the usernames that may be meant with @ in sanitised HTML, in lower case; not those in quotes or links."""
    names: set[str] = set()

    def note(mention: Mention) -> None:
        names.update(name.lower() for name in mention.names)

    _each_mention(_NAME_LINK.sub(r"\1", markup), note)
    return names


def link_names(text: RichText, addresses: dict[str, str]) -> RichText:
    """Link each mentioned username for which `addresses`, keyed by lower-case username, has a URL.

    Links of an earlier call are replaced. If the links would make the text too long, it keeps the plain names."""

    def linked(mention: Mention) -> tuple[str, str] | None:
        return next(((name, addresses[name.lower()]) for name in mention.names if name.lower() in addresses), None)

    unlinked = _NAME_LINK.sub(r"\1", text.html)
    for markup in (_each_mention(unlinked, linked), unlinked):
        try:
            return replace(text, html=clean(markup).html)
        except TooMuch:
            continue
    return text


def _each_mention(markup: str, resolve: Resolve) -> str:
    """Call `resolve` for each mention outside of quotes and links, and link the name to the address that it returns."""
    parts, in_link, quotes = _BETWEEN.split(markup), False, 0
    for at, part in enumerate(parts):
        if part.startswith(("<a", "</a")):
            in_link = part.startswith("<a")
        elif part.startswith(("<blockquote", "</blockquote")):
            quotes += 1 if part.startswith("<b") else -1
        elif not (part.startswith("<") or in_link or quotes):
            parts[at] = _with_mentions(part, resolve)
    return "".join(parts)


def _with_mentions(text: str, resolve: Resolve) -> str:
    result, at = "", 0
    for mention in find_mentions(text):
        if found := resolve(mention):
            name, address = found
            result += f'{text[at : mention.start]}<a href="{escape(address)}">@{name}</a>'
            at = mention.start + len(f"@{name}")
    return result + text[at:]


def _clean(markup: str, tags: frozenset[str]) -> RichText:
    _check_shape(markup)
    flat = nh3.clean(markup, tags=set(tags | _RAISED), attributes=ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None)
    flat = clean_text(_without_raised(flat))  # after nh3, which writes "&#x301;" as the mark itself
    _check_shape(flat)
    cleaner = bleach.Cleaner(
        tags=tags, attributes=ATTRIBUTES, protocols=SCHEMES, strip=True, strip_comments=True, filters=[_LinkFilter]
    )
    safe = sanitize_again(cleaner.clean(_link_addresses(flat)), tags)
    return RichText(safe, _plain(safe))


def _without_raised(markup: str) -> str:
    """Write what is in <sup> and <sub> as characters, and leave out these tags."""
    if not _RAISED_TAG.search(markup):
        return markup
    parts, opened = _BETWEEN.split(markup), [""]
    for at, part in enumerate(parts):
        if tag := _RAISED_TAG.fullmatch(part):
            parts[at] = ""
            opened = opened[:-1] or [""] if tag[1] else [*opened, tag[2]]
        elif opened[-1] and not part.startswith("<"):
            parts[at] = html.escape(write_raised(html.unescape(part), opened[-1]), quote=False)
    return "".join(parts)


def sanitize_again(markup: str, tags: frozenset[str] = POST_TAGS) -> str:
    """Apply the allow-list with nh3 to the output of bleach; a difference would be a bug in bleach."""
    return nh3.clean(
        markup, tags=set(tags), attributes={"a": ATTRIBUTES["a"] | {"rel"}}, url_schemes=set(SCHEMES), link_rel=None
    )


def _without_tracking(escaped: re.Match[str]) -> str:
    """Remove tracking parameters from an HTML-escaped URL; keep its escaping where there are none."""
    url = html.unescape(escaped[0])
    clean_url = without_tracking(url)
    return escaped[0] if clean_url == url else html.escape(clean_url)


def _link_addresses(flat: str) -> str:
    """Link web and e-mail addresses; beyond LINK_CAP links, return the markup unchanged."""
    parts, in_link = _BETWEEN.split(flat), False
    for at, part in enumerate(parts):
        if part.startswith("<"):
            in_link = part.startswith("<a") if part.startswith(("<a", "</a")) else in_link
        else:
            text = _URL.sub(_without_tracking, part)
            parts[at] = _linked(html.unescape(text)) if _MAY_BE_ADDRESS.search(text) and not in_link else text
    linked = "".join(parts)
    return linked if linked.count("<a ") <= LINK_CAP else flat


def _linked(text: str) -> str:
    markup, at = "", 0
    for found in find_addresses(text):
        markup += f'{escape(text[at : found.start])}<a href="{escape(found.href)}">'
        markup += f"{escape(text[found.start : found.end])}</a>"
        at = found.end
    return markup + escape(text[at:])


def _plain(safe: str) -> str:
    with_breaks = _BREAK.sub(lambda tag: tag[0] + "\n", safe)
    return re.sub(r"\n{3,}", "\n\n", html.unescape(nh3.clean(with_breaks, tags=set()))).strip()


def _check_shape(markup: str) -> None:
    if len(markup) > MARKUP_CAP:
        raise TooMuch(f"{len(markup)} characters of markup")
    tags = _TAG.findall(markup)
    if len(tags) > TAG_CAP:
        raise TooMuch(f"{len(tags)} tags")
    depth = 0
    still_open: Counter[str] = Counter()
    for closing, name in tags:
        name = name.lower()
        if name in _UNCLOSED:
            continue
        if not closing:
            still_open[name] += 1
            depth += 1
        elif still_open[name]:
            still_open[name] -= 1
            depth -= 1
        if depth > NESTING_CAP:
            raise TooMuch(f"{depth} elements open at once")
