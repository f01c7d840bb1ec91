"""The one gate through which HTML reaches the database.

The allow-list is data. Size and nesting are capped before anything parses: html5lib, under bleach, takes over a second
on 60 KB of nested quotes. nh3 then flattens what is malformed, bare addresses become links, bleach cleans and marks
them, and nh3 is the last gate with the same list, since bleach has no maintainer since June 2026 (docs/decisions/0002).
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import bleach
import nh3
from bleach.html5lib_shim import Filter  # the html5lib that bleach carries
from django.utils.html import escape, urlize

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
_LONE = frozenset({"br", "hr", "img", "input", "wbr", "p", "li"})
_BETWEEN = re.compile(r"(<[^>]*>)")
_BREAK = re.compile(r"<(?:br|/p|/li|/h[2-4]|/blockquote)[^>]*>")


class TooMuch(ValueError):
    """The markup is larger, or nested deeper, than any post needs."""


@dataclass(frozen=True)
class RichText:
    """A text twice: as HTML that is safe to show, and as the words alone."""

    html: str
    plain: str


class _MarkLinks(Filter):
    """Every link leaves without this community's good name, and without a handle on its window."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in super().__iter__():
            if token["type"] == "StartTag" and token["name"] == "a":
                token["data"][None, "rel"] = LINK_REL
            yield token


def clean(markup: str) -> RichText:
    """Make a member's HTML safe, and bare addresses in it links. Cleaning the result again changes nothing.

    Raises TooMuch beyond MARKUP_CAP characters, TAG_CAP tags or NESTING_CAP open elements."""
    return _clean(markup, POST_TAGS)


def clean_article(markup: str) -> RichText:
    """Make an editor's HTML safe: what clean() allows, and headings. Raises TooMuch as clean() does."""
    return _clean(markup, ARTICLE_TAGS)


def from_plain(text: str) -> RichText:
    """Turn what was typed into a plain box into paragraphs; see clean() for the rest."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    return clean("".join(f"<p>{escape(part)}</p>".replace("\n", "<br>") for part in paragraphs if part))


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


def _link_addresses(flat: str) -> str:
    """Make links of the web and mail addresses in the text, by Django's urlize; beyond LINK_CAP it stays as it is."""
    parts, in_link = _BETWEEN.split(flat), False
    for at, part in enumerate(parts):
        if part.startswith("<"):
            in_link = part.startswith("<a") if part.startswith(("<a", "</a")) else in_link
        elif not in_link:
            parts[at] = urlize(part)
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
