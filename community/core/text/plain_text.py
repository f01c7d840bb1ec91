"""Write a post as the text of a plain box, and read that text again; static/js/composer/plain-text.js does the same.

A blank line separates paragraphs, and a line end is a line break. Lines after "> " are a quote. Two lines or more that
begin with "- ", or with "1. ", "2. " and so on, are a list; what is indented below an item belongs to it. An address
stands after the words of its link, in brackets: "leaflet (https://example.org/a.pdf)". Bold and italic are left out.

A backslash before such a mark says that the line is text: "\\> 50 mg a day" is no quote. It is written only where the
line would be read as a quote or a list, and in front of a backslash that stands there already.
"""

import html
import re
from collections.abc import Sequence
from itertools import groupby
from urllib.parse import quote

from django.utils.html import escape

from community.core.text.addresses import find_addresses

QUOTE_CAP = 5  # nested quotes
LIST_CAP = 6  # nested lists
ITEM_CAP = 200  # lines of a list; a longer one stays lines, since its tags would be too many for a post
CONTEXT = 300  # characters beside a link that can change which address is found
_DEPTH_CAP = 40
_QUOTED = re.compile(r">(?: |$)")
_ITEM = re.compile(r"(?:(-)|([0-9]{1,3})\.)(?: (.*)|$)")
_MARKED = re.compile(r"^\\*+(?:>|-|[0-9]{1,3}\.)(?: |$)")  # as a quote or an item, or as text that looks like one
_WROTE = re.compile(r"^<p>([^<>:/@.]{1,80}?) \((/posts/\d{1,18}/)\)", re.ASCII)  # no address before it
_NAME = re.compile(r"@[A-Za-z0-9_-]+")
_TAGS = re.compile(r"(<[^<>]*>)")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_HREF = re.compile(r'\bhref="([^"]*)"')
_TEXT_BLOCKS = frozenset({"p", "div", "h2", "h3", "h4"})
_CONTAINERS = frozenset({"blockquote", "ul", "ol", "li"})


def to_markup(text: str) -> str:
    """Convert the text of a plain box to HTML, which is not sanitised yet.

    A quote's first line may name its author and source: "> Ines (/posts/123/) wrote:"."""
    return _blocks(text.replace("\r\n", "\n").split("\n"), QUOTE_CAP, LIST_CAP)


def _blocks(lines: Sequence[str], quotes: int, lists: int) -> str:
    """Convert lines, with at most so many more quotes and lists inside each other."""
    blocks = []
    for quoted, run in groupby(lines, key=lambda line: bool(quotes and _QUOTED.match(line))):
        if quoted:
            inner = _blocks([line[2:] for line in run], quotes - 1, lists)
            blocks.append(f"<blockquote>{_WROTE.sub(_credit, inner)}</blockquote>" if inner else "")
            continue
        for blank, part in groupby(run, key=lambda line: not line.strip()):
            if not blank:
                rows = list(part)
                blocks.append(_list(rows, quotes, lists) or _paragraph(rows))
    return "".join(blocks)


def _paragraph(rows: Sequence[str]) -> str:
    rows = [row.removeprefix("\\") if _MARKED.match(row) else row for row in rows]
    return f"<p>{'<br>'.join(escape(row) for row in _stripped(rows))}</p>"


def _stripped(rows: Sequence[str]) -> list[str]:
    return "\n".join(rows).strip().split("\n")


def _list(rows: Sequence[str], quotes: int, lists: int, at_least: int = 2) -> str:
    """Convert a block of lines to a list; empty if it is none."""
    if not lists or not at_least <= len(rows) <= ITEM_CAP:
        return ""
    items: list[list[str]] = []
    name, width = _kind(rows[0]), 2
    for row in rows:
        item = _ITEM.match(row)
        if item and _kind(row) == name and (name == "ul" or int(item[2]) == len(items) + 1):
            items.append([item[3] or ""])
            width = len(item[1] or f"{item[2]}.") + 1
        elif items and row.startswith(" " * width):
            items[-1].append(row[width:])
        else:
            return ""
    inner = "".join(f"<li>{_item(item, quotes, lists - 1)}</li>" for item in items)
    return f"<{name}>{inner}</{name}>" if any(row for item in items for row in item) else ""


def _kind(row: str) -> str:
    """Name the list that a line begins or goes on with; "" for other lines."""
    item = _ITEM.match(row)
    return "" if not item else "ul" if item[1] else "ol"


def _item(rows: Sequence[str], quotes: int, lists: int) -> str:
    """Convert the lines of an item: in it a list needs no second line, and no blank line before it.

    Lines with marks that make no list are text; a quote among the others may have lists again."""
    runs: list[tuple[str, list[str]]] = []
    for row in rows:
        kind = _kind(row) or (runs[-1][0] if runs and runs[-1][0] and row.startswith("  ") else "")
        if not runs or runs[-1][0] != kind:
            runs.append((kind, []))
        runs[-1][1].append(row)
    return "".join(
        (_list(run, quotes, lists, 1) or _blocks(run, quotes, 0)) if kind else _blocks(run, quotes, lists)
        for kind, run in runs
    )


def _credit(wrote: re.Match[str]) -> str:
    return f'<p><a href="{wrote[2]}">{wrote[1]}</a>'


def to_plain(markup: str) -> str:
    """Convert HTML to the text of a plain box, with every address, list mark, quote and line.

    The HTML may be any: a refused text comes back too. An empty paragraph at its end is where writing goes on."""
    text = "\n".join(_lines(_Reader(markup).root))
    return f"{text}\n\n" if text and markup.endswith("<p></p>") else text


class _Block:
    """A quote, a list or an item with blocks in it, or a paragraph with pieces of text and where they lead."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[_Block] = []
        self.pieces: list[tuple[str, str]] = []


class _Reader:
    """Read HTML into blocks, in linear time. Elements that are nested too deeply are read as if they were not there."""

    def __init__(self, markup: str) -> None:
        self.root = _Block("")
        self.opened = [self.root]
        self.paragraph: _Block | None = None
        self.href = ""
        for part in _TAGS.split(markup):
            if tag := _TAG.match(part):
                self._on_tag(tag[2].lower(), part, ends=bool(tag[1]))
            elif part and not _TAGS.match(part):
                self._on_text(html.unescape(part).replace("\r", "").replace("\n", " "))

    def _on_tag(self, name: str, tag: str, *, ends: bool) -> None:
        if name == "br":
            self._add("\n")
        elif name == "a":
            href = None if ends else _HREF.search(tag)
            self.href = html.unescape(href[1]) if href else ""
        elif name in _CONTAINERS:
            self.paragraph = None
            if ends:
                self._close(name)
            elif len(self.opened) < _DEPTH_CAP:
                self._open(name)
        elif name in _TEXT_BLOCKS:
            self.paragraph = None

    def _on_text(self, text: str) -> None:
        if self.paragraph or text.strip():
            self._add(text)

    def _close(self, name: str) -> None:
        for at in range(len(self.opened) - 1, 0, -1):
            if self.opened[at].name == name:
                del self.opened[at:]
                return

    def _open(self, name: str) -> None:
        block, parent = _Block(name), self.opened[-1]
        if parent.name in ("ul", "ol") and name != "li" and parent.blocks:
            parent = parent.blocks[-1]  # a list inside a list belongs to the item before it
        parent.blocks.append(block)
        self.opened.append(block)

    def _add(self, text: str) -> None:
        if not self.paragraph:
            self.paragraph = _Block("p")
            self.opened[-1].blocks.append(self.paragraph)
        pieces = self.paragraph.pieces
        if pieces and pieces[-1][1] == self.href:
            pieces[-1] = (pieces[-1][0] + text, self.href)
        else:
            pieces.append((text, self.href))


def _lines(block: _Block, quotes: int = 0, *, in_item: bool = False) -> list[str]:
    if block.name == "p":
        return _marked_as_text([line.strip() for line in _stripped([_inline(block.pieces)])], in_item=in_item)
    if block.name == "blockquote":
        inner = _between(block.blocks, quotes + 1)
        return [f"> {line}".rstrip() for line in inner] if quotes < QUOTE_CAP else inner
    if block.name not in ("ul", "ol"):
        within_item = [line for inner in block.blocks for line in _lines(inner, quotes, in_item=True)]
        return within_item if block.name else _between(block.blocks, quotes)
    lines = []
    for number, item in enumerate(block.blocks, 1):
        bullet = "- " if block.name == "ul" else f"{number}. "
        first, *rest = _lines(item, quotes, in_item=True) or [""]
        lines += [(bullet + first).rstrip(), *(" " * len(bullet) + line for line in rest if line)]
    return lines


def _between(blocks: Sequence[_Block], quotes: int) -> list[str]:
    """Return the lines of blocks with a blank line between two."""
    parts = [part for part in (_lines(block, quotes, in_item=quotes > QUOTE_CAP) for block in blocks) if any(part)]
    return [line for part in parts for line in ("", *part)][1:]


def _marked_as_text(lines: Sequence[str], *, in_item: bool) -> list[str]:
    """Put a backslash before each line that would be read as a quote or a list: in an item one line is a list."""
    marked = []
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        starts_list = not before and line.startswith(("-", "1.")) and (_kind(after) == _kind(line) or after[:2] == "  ")
        as_text = _MARKED.match(line) and (in_item or starts_list or line.startswith(("\\", ">")))
        marked.append(f"\\{line}" if as_text else line)
    return marked


def _inline(pieces: Sequence[tuple[str, str]]) -> str:
    text = ""
    for at, (words, href) in enumerate(pieces):
        following = pieces[at + 1][0] if at + 1 < len(pieces) else ""
        text += words if not href or not words.strip() or _says(text, words, following, href) else _with(words, href)
    return text


def _says(before: str, words: str, after: str, href: str) -> bool:
    """Whether words lead to `href` without being told: an address that is found there, or a mention."""
    if _NAME.fullmatch(words):
        return href.startswith("/members/")
    before = re.split(r"\s", before[-CONTEXT:])[-1]
    start, end = len(before), len(before) + len(words)
    found = find_addresses(before + words + re.split(r"\s", after[:CONTEXT])[0])
    return any((address.start, address.end, address.href) == (start, end, href) for address in found)


def _with(words: str, href: str) -> str:
    text = words.rstrip()
    return f"{text} ({_spelled(href)}){words[len(text) :]}"


def _spelled(href: str) -> str:
    """Spell an address so that it is found again between brackets: with the characters that end one escaped."""
    for spelling in (href, quote(href, safe="/:?#@&=+$,;%~")):
        if [address.href for address in find_addresses(f"({spelling})")] == [spelling]:
            return spelling
    last = quote(href[:-1], safe="/:?#@&=+$,;%~") + f"%{ord(href[-1]):02X}" if href[-1:].isascii() else ""
    return last if [address.href for address in find_addresses(f"({last})")] == [last] else href
