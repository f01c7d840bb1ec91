"""Sanitise HTML; all HTML in the database comes from here.

Size and nesting are limited before parsing: html5lib, which bleach uses, takes over a second for 60 KB of nested
quotes. nh3 then repairs malformed markup, bare URLs become links, and bleach applies the allow-list and sets link
attributes. nh3 applies the same list once more, since bleach has no maintainer since June 2026 (docs/decisions/0002).
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import bleach
import nh3
from bleach.html5lib_shim import Filter  # the html5lib that bleach bundles
from django.utils.html import escape, urlize

from community.core.text.characters import clean_text
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
QUOTE_CAP = 5  # nested quotes in plain text

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UNCLOSED = frozenset({"br", "hr", "img", "input", "wbr", "p", "li"})
_BETWEEN = re.compile(r"(<[^<>]*>)")  # sanitised: an attribute has no "<" or ">"
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_MAY_BE_URL = re.compile(r"://|@|\.\S")  # in all URLs that urlize finds; a cheap test, since urlize inspects every word
_BREAK = re.compile(r"<(?:br|/p|/li|/h[2-4]|/blockquote)[^<>]*>")
_QUOTED = re.compile(r">(?: |$)")
_QUOTES = re.compile(r"(</?blockquote\b[^<>]*>)")
_WROTE = re.compile(r"^<p>([^<>]{1,80}?) \((/(?:[\w-]{1,30}/){1,5})\)", re.ASCII)
# A username after @, outside of words, email addresses and paths. Its link is rebuilt on each save.
_NAME = re.compile(r"(?<![\w@./:+-])@([A-Za-z0-9][A-Za-z0-9_-]{2,29})(?![\w@-])")
_NAME_LINK = re.compile(r'<a href="/[^"<>]*"[^<>]*>(@[A-Za-z0-9_-]+)</a>')


class TooMuch(ValueError):
    """The markup is too large or too deeply nested."""


@dataclass(frozen=True)
class RichText:
    """A text as sanitised HTML and as plain text."""

    html: str
    plain: str


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
    """Convert plain text to paragraphs, and lines after "> " to quotes; then clean().

    A quote's first line may name its author and source: "> Ines (/posts/123/) wrote:"."""
    return clean(_blocks(text.replace("\r\n", "\n").split("\n"), QUOTE_CAP))


def _blocks(lines: Sequence[str], quotes_left: int) -> str:
    blocks = []
    for quoted, run in groupby(lines, key=lambda line: bool(quotes_left and _QUOTED.match(line))):
        if quoted:
            inner = _blocks([line[2:] for line in run], quotes_left - 1)
            blocks.append(f"<blockquote>{_WROTE.sub(_credit, inner)}</blockquote>" if inner else "")
        else:
            paragraphs = (part.strip() for part in re.split(r"\n\s*\n", "\n".join(run)))
            blocks += [f"<p>{escape(part)}</p>".replace("\n", "<br>") for part in paragraphs if part]
    return "".join(blocks)


def _credit(wrote: re.Match[str]) -> str:
    return f'<p><a href="{wrote[2]}">{wrote[1]}</a>'


def parts_by_depth(markup: str) -> Iterator[tuple[int, str]]:
    """Split markup at <blockquote> tags, and yield each part, also an empty one, with its quote depth."""
    depth = 0
    for part in _QUOTES.split(markup):
        if _QUOTES.fullmatch(part):
            depth = max(depth - 1, 0) if part.startswith("</") else depth + 1
        else:
            yield depth, part


def names_in(markup: str) -> set[str]:
    """Return the usernames mentioned with @ in sanitised HTML, in lower case; not those in quotes or links."""
    names: set[str] = set()

    def note(name: re.Match[str]) -> str:
        names.add(name[1].lower())
        return name[0]

    _each_name(_NAME_LINK.sub(r"\1", markup), note)
    return names


def link_names(text: RichText, addresses: dict[str, str]) -> RichText:
    """Link each mentioned username for which `addresses`, keyed by lower-case username, has a URL.

    Links of an earlier call are replaced. If the links would make the text too long, it keeps the plain names."""

    def linked(name: re.Match[str]) -> str:
        address = addresses.get(name[1].lower())
        return f'<a href="{escape(address)}">{name[0]}</a>' if address else name[0]

    unlinked = _NAME_LINK.sub(r"\1", text.html)
    for markup in (_each_name(unlinked, linked), unlinked):
        try:
            return replace(text, html=clean(markup).html)
        except TooMuch:
            continue
    return text


def _each_name(markup: str, act: Callable[[re.Match[str]], str]) -> str:
    parts, in_link, quotes = _BETWEEN.split(markup), False, 0
    for at, part in enumerate(parts):
        if part.startswith(("<a", "</a")):
            in_link = part.startswith("<a")
        elif part.startswith(("<blockquote", "</blockquote")):
            quotes += 1 if part.startswith("<b") else -1
        elif not (part.startswith("<") or in_link or quotes):
            parts[at] = _NAME.sub(act, part)
    return "".join(parts)


def _clean(markup: str, tags: frozenset[str]) -> RichText:
    _check_shape(markup)
    flat = nh3.clean(markup, tags=set(tags), attributes=ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None)
    flat = clean_text(flat)  # after nh3, which writes "&#x301;" as the mark itself
    _check_shape(flat)
    cleaner = bleach.Cleaner(
        tags=tags, attributes=ATTRIBUTES, protocols=SCHEMES, strip=True, strip_comments=True, filters=[_LinkFilter]
    )
    safe = sanitize_again(cleaner.clean(_link_addresses(flat)), tags)
    return RichText(safe, _plain(safe))


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
    """Link URLs and email addresses with Django's urlize; beyond LINK_CAP links, return the markup unchanged."""
    parts, in_link = _BETWEEN.split(flat), False
    for at, part in enumerate(parts):
        if part.startswith("<"):
            in_link = part.startswith("<a") if part.startswith(("<a", "</a")) else in_link
        else:
            text = _URL.sub(_without_tracking, part)
            parts[at] = urlize(text) if _MAY_BE_URL.search(text) and not in_link else text
    linked = "".join(parts)
    return linked if linked.count("<a ") <= LINK_CAP else flat


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
