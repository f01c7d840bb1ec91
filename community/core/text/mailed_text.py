"""Find what somebody wrote in a reply by email: without the mail that it answers, signatures, and hard line ends.

Where it is not sure, words stay: a line too many can be removed by its author, a line too few is gone. It knows the
forms of Gmail, Outlook, Apple Mail, Thunderbird, Yahoo, Proton and Samsung in English and Spanish
(tests/core/mailed_texts.py). Each line is looked at a bounded number of times."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

LONGEST_READ = 200_000  # characters, ten times the longest post
LONGEST_ATTRIBUTION = 4  # lines of "On Monday ... Ines wrote:"
LONGEST_SIGNATURE = 12  # lines after "-- "; more than that is text
HEADERS_SEEN = 8  # lines of a block of headers that are looked at
WRAPPED = 68  # characters: where the next word would go beyond these, a line end is the mail program's

_ATTRIBUTION_BEGINS = re.compile(r"(?:On|El|In|En)\b|.{0,200}<[^<>\s@]{1,64}@[^<>\s]{1,255}>", re.IGNORECASE)
_ATTRIBUTION = re.compile(r"^(?=.{0,300}\d).{6,700}\b(?:wrote|writes|escribi[óo]|ha escrito)\s?:$", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"^(?:-{2,}\s?(?:original message|forwarded message|mensaje original|mensaje reenviado)\s?-{2,}"
    r"|begin forwarded message:|inicio del mensaje reenviado:|_{20,})$",
    re.IGNORECASE,
)
_FIRST_HEADER = re.compile(r"^\*?(?:From|De):\*?\s\S", re.IGNORECASE)
_HEADER = re.compile(
    r"^\*?(?:Sent|Date|To|Cc|Subject|Enviado(?: el)?|Enviada(?: el)?|Fecha|Para|Asunto):\*?(?:\s|$)", re.IGNORECASE
)
_SENT_FROM = re.compile(
    r"^(?:sent (?:from|via|with)|get outlook for|enviad[oa] (?:desde|con|a través de)|obtener outlook para"
    r"|descarga(?:r)? outlook para)\b.{0,80}$",
    re.IGNORECASE,
)
_ADDRESS_AFTER = re.compile(r"<https?://[^<>\s]{1,300}>")
_ITEM = re.compile(r"^(?:[-*•]|\d{1,3}[.)])\s")


def written_text(text: str) -> str:
    """Return what the author wrote in the plain text of a mail; "" if there is nothing."""
    lines = [line.replace("\xa0", " ").rstrip("\r") for line in text[:LONGEST_READ].replace("\r\n", "\n").split("\n")]
    own = _without_signature(_without_quotes(lines))
    return "\n".join(_unwrapped(own)).strip()


def text_of_html(markup: str) -> str:
    """Return the text of a mail that has no plain part, without what is marked as quoted."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip()


def _without_quotes(lines: list[str]) -> list[str]:
    """Leave out lines after "> " and what introduces them; end where the other mail follows without such marks."""
    own: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if line.startswith(">"):
            at += 1
        elif length := _attribution(lines, at):
            following = next((after.strip() for after in lines[at + length :] if after.strip()), ">")
            if not following.startswith(">"):
                return own
            at += length
        elif _SEPARATOR.match(line) or _begins_headers(lines, at):
            return own
        else:
            own.append(lines[at])
            at += 1
    return own


def _attribution(lines: list[str], at: int) -> int:
    """Return how many lines the sentence "On Monday, Ines wrote:" takes here; 0 if there is none."""
    if not _ATTRIBUTION_BEGINS.match(lines[at].strip()[:700]):
        return 0
    for length in range(1, LONGEST_ATTRIBUTION + 1):
        if not lines[at + length - 1 : at + length] or not lines[at + length - 1].strip():
            return 0
        joined = " ".join(line.strip() for line in lines[at : at + length])
        if len(joined) <= 720 and _ATTRIBUTION.match(joined):
            return length
    return 0


def _begins_headers(lines: list[str], at: int) -> bool:
    """Whether this is "From: ..." with two or more other headers right below."""
    if not _FIRST_HEADER.match(lines[at].strip()):
        return False
    return sum(bool(_HEADER.match(line.strip())) for line in lines[at + 1 : at + HEADERS_SEEN]) >= 2


def _without_signature(lines: list[str]) -> list[str]:
    written = 0
    for at in range(len(lines) - 1, -1, -1):
        written += bool(lines[at].strip())
        if written > LONGEST_SIGNATURE:
            break
        if lines[at] in ("-- ", "--"):
            lines = lines[:at]
            break
    end = len(lines)
    while end and (not lines[end - 1].strip() or _SENT_FROM.match(_ADDRESS_AFTER.sub("", lines[end - 1]).strip())):
        end -= 1
    return lines[:end]


def _unwrapped(lines: list[str]) -> Iterator[str]:
    """Join the lines that a mail program has broken (RFC 3676, or after about 72 characters)."""
    joined = ""
    for line, following in pairwise([*lines, ""]):
        joined += line.lstrip() if joined else line
        word = following.split(" ", 1)[0]
        goes_on = line.endswith(" ") or (len(line) + 1 + len(word) > WRAPPED and not line.endswith(":"))
        if line.strip() and word and goes_on and not _ITEM.match(following):
            joined = f"{joined.rstrip()} "
        else:
            yield joined.rstrip()
            joined = ""


class _Reader(HTMLParser):
    """Collect the text of a mail; what Gmail, Outlook and others mark as the quoted mail is left out."""

    SILENT = frozenset({"blockquote", "style", "script", "head", "title"})
    BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table"})
    QUOTES = frozenset({"gmail_quote", "gmail_signature", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix"})
    REST = frozenset({"divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._left_out: list[str] = []  # open elements from the one that is left out on
        self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or to leave out."""
        given = {name: value or "" for name, value in attrs}
        self._is_over = self._is_over or given.get("id", "") in self.REST
        is_quote = tag in self.SILENT or bool(self.QUOTES & set(given.get("class", "").split()))
        if tag != "br" and (self._left_out or is_quote):
            self._left_out.append(tag)
        if tag in self.BLOCKS:
            self._add("\n")
        if tag == "li":
            self._add("- ")

    def handle_endtag(self, tag: str) -> None:
        """End a block, or to leave out."""
        if tag in self._left_out:
            while self._left_out.pop() != tag:
                pass
        elif tag == "p":
            self._add("\n")

    def handle_data(self, data: str) -> None:
        """Add text; its line ends mean nothing in HTML."""
        self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        if not self._left_out and not self._is_over and not (text == " " and self.parts[-1:] in (["\n"], [])):
            self.parts.append(text)
