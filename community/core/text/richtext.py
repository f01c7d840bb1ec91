"""The one gate through which HTML reaches the database.

The allow-list is data. Size and nesting are capped before anything parses: html5lib, under bleach, takes over a second
on 60 KB of nested quotes. nh3 then flattens what is malformed, bare addresses become links, bleach cleans and marks
them, and nh3 is the last gate with the same list, since bleach has no maintainer since June 2026 (docs/decisions/0002).
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
from bleach.html5lib_shim import Filter  # the html5lib that bleach carries
from django.utils.html import escape, urlize

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
QUOTE_CAP = 5  # quotes within quotes that the plain box knows

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_LONE = frozenset({"br", "hr", "img", "input", "wbr", "p", "li"})
_BETWEEN = re.compile(r"(<[^>]*>)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_MAY_BE_ADDRESS = re.compile(r"://|@|\.\S")  # in every one that Django's urlize knows; it looks at each word else
_BREAK = re.compile(r"<(?:br|/p|/li|/h[2-4]|/blockquote)[^>]*>")
_QUOTED = re.compile(r">(?: |$)")
_QUOTES = re.compile(r"(</?blockquote\b[^<>]*>)")
_WROTE = re.compile(r"^<p>([^<>]{1,80}?) \((/(?:[\w-]{1,30}/){1,5})\)", re.ASCII)
# A name with @ before it, not within a word, an address or a path. Its link is ours: made here, anew each time.
_NAME = re.compile(r"(?<![\w@./:+-])@([A-Za-z0-9][A-Za-z0-9_-]{2,29})(?![\w@-])")
_NAME_LINK = re.compile(r'<a href="/[^"]*"[^>]*>(@[A-Za-z0-9_-]+)</a>')


class TooMuch(ValueError):
    """The markup is larger, or nested deeper, than any post needs."""


@dataclass(frozen=True)
class RichText:
    """A text twice: as HTML that is safe to show, and as the words alone."""

    html: str
    plain: str


class _MarkLinks(Filter):
    """Every link leaves without this community's good name, a handle on its window, and marks of who read it."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in super().__iter__():
            if token["type"] == "StartTag" and token["name"] == "a":
                token["data"][None, "rel"] = LINK_REL
                if address := token["data"].get((None, "href")):
                    token["data"][None, "href"] = _ADDRESS.sub(_unmarked, address)
            yield token


def clean(markup: str) -> RichText:
    """Make a member's HTML safe, and bare addresses in it links. Cleaning the result again changes nothing.

    Raises TooMuch beyond MARKUP_CAP characters, TAG_CAP tags or NESTING_CAP open elements."""
    return _clean(markup, POST_TAGS)


def clean_article(markup: str) -> RichText:
    """Make an editor's HTML safe: what clean() allows, and headings. Raises TooMuch as clean() does."""
    return _clean(markup, ARTICLE_TAGS)


def from_plain(text: str) -> RichText:
    """Turn what was typed into a plain box into paragraphs, and lines after "> " into quotes; see clean() for the rest.

    A quote's first line may say whom it is of and where that stands: "> Ines (/posts/123/) wrote:"."""
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
    """The parts of a text between the marks of its quotes, empty ones too, each with how many quotes it stands in."""
    depth = 0
    for part in _QUOTES.split(markup):
        if _QUOTES.fullmatch(part):
            depth = max(depth - 1, 0) if part.startswith("</") else depth + 1
        else:
            yield depth, part


def names_in(markup: str) -> set[str]:
    """The names written with @ in clean HTML, in small letters. What is quoted or linked names nobody a second time."""
    found: set[str] = set()

    def note(name: re.Match[str]) -> str:
        found.add(name[1].lower())
        return name[0]

    _each_name(_NAME_LINK.sub(r"\1", markup), note)
    return found


def link_names(text: RichText, addresses: dict[str, str]) -> RichText:
    """Make a link of each name with @ for which `addresses`, keyed by names in small letters, has an address.

    Links that an earlier call made are made anew. A text that would become too long by it keeps its names as words."""

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
    _check_shape(flat)
    cleaner = bleach.Cleaner(
        tags=tags, attributes=ATTRIBUTES, protocols=SCHEMES, strip=True, strip_comments=True, filters=[_MarkLinks]
    )
    safe = last_gate(cleaner.clean(_link_addresses(flat)), tags)
    return RichText(safe, _words(safe))


def last_gate(markup: str, tags: frozenset[str] = POST_TAGS) -> str:
    """What nh3 lets through of text that bleach has cleaned: all of it, or bleach has a hole."""
    return nh3.clean(
        markup, tags=set(tags), attributes={"a": ATTRIBUTES["a"] | {"rel"}}, url_schemes=set(SCHEMES), link_rel=None
    )


def _unmarked(address: re.Match[str]) -> str:
    """An address as it stands in HTML, without its marks; untouched where it has none."""
    written = html.unescape(address[0])
    led_to = without_tracking(written)
    return address[0] if led_to == written else html.escape(led_to)


def _link_addresses(flat: str) -> str:
    """Make links of the web and mail addresses in the text, by Django's urlize; beyond LINK_CAP it stays as it is."""
    parts, in_link = _BETWEEN.split(flat), False
    for at, part in enumerate(parts):
        if part.startswith("<"):
            in_link = part.startswith("<a") if part.startswith(("<a", "</a")) else in_link
        else:
            words = _ADDRESS.sub(_unmarked, part)
            parts[at] = urlize(words) if _MAY_BE_ADDRESS.search(words) and not in_link else words
    linked = "".join(parts)
    return linked if linked.count("<a ") <= LINK_CAP else flat


def _words(safe: str) -> str:
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
        if name in _LONE:
            continue
        if not closing:
            still_open[name] += 1
            depth += 1
        elif still_open[name]:
            still_open[name] -= 1
            depth -= 1
        if depth > NESTING_CAP:
            raise TooMuch(f"{depth} elements open at once")
