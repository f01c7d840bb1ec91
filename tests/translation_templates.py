"""Find texts in templates that cannot be translated: text, and attributes that are read aloud or shown."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, Token, TokenType

LETTER = re.compile(r"[^\W\d_]")
WORDS = re.compile(r"[^\W\d_]+\s+[^\W\d_]+")
# Attributes that are read or heard; a data- attribute only where it holds several words.
SHOWN = {"alt", "title", "aria-label", "aria-description", "aria-roledescription", "placeholder", "label", "content"}
BUTTONS = {"submit", "button", "reset"}
UNSEEN = {"code", "script", "style", "svg"}  # code: names of programs
IN_GETTEXT = ("translate", "trans", "blocktranslate", "blocktrans")
# Words in these tags are names of templates, addresses, blocks and so on.
NAMES_ONLY = {
    "block", "endblock", "cache", "csrf_token", "element", "elif", "extends", "if", "icon", "language", "load",
    "partial", "partialdef", "slot", "static", "templatetag", "url", "when", "with_query", "querystring",
}  # fmt: skip
# A block may stand inside a tag: {% block body_attrs %}data-thread="0"{% endblock %}
ATTRIBUTES = re.compile(r'\bdata-[\w-]+(="[^"]*")?')
QUOTED = re.compile(r'"([^"]*)"|\'([^\']*)\'')
MARKED = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)""")


def forgotten(source: str, *, html: bool = True) -> list[str]:
    """Return the texts of this template outside gettext, in order. Mails in plain text: html=False."""
    tokens = list(_outside_gettext(Lexer(source).tokenize()))
    left = "".join(token.contents if token.token_type == TokenType.TEXT else _stand_in(token) for token in tokens)
    shown = _Shown(left).found if html else left.splitlines()
    return [words for words in map(str.strip, shown) if LETTER.search(words)] + list(_in_tags(tokens))


def _outside_gettext(tokens: list[Token]) -> Iterator[Token]:
    """Remove translations and comments."""
    until = ""
    for token in tokens:
        name = token.contents.split(maxsplit=1)[0] if token.token_type == TokenType.BLOCK else ""
        if until:
            until = "" if name == until else until
        elif name.startswith("blocktrans") or name == "comment":
            until = f"end{name}"
        elif name not in IN_GETTEXT and token.token_type != TokenType.COMMENT:
            yield token


def _stand_in(token: Token) -> str:
    """Replace a value by a digit, which is no word, and a tag by nothing: the markup stays valid."""
    return "0" if token.token_type == TokenType.VAR else ""


def _in_tags(tokens: list[Token]) -> Iterator[str]:
    """Yield text passed by a tag or a filter, as in {% include "x.html" with title="Your post" %}."""
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            continue
        name = token.contents.split(maxsplit=1)[0]
        if token.token_type == TokenType.BLOCK and name in NAMES_ONLY:
            continue
        for pair in QUOTED.finditer(MARKED.sub("", token.contents)):
            words = pair[1] or pair[2] or ""
            if WORDS.search(words) or words[:1].isupper():
                yield words


class _Shown(HTMLParser):
    """Collects the text and attributes that a page shows or a screen reader reads."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unseen = 0
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag's attributes."""
        given = {name: value or "" for name, value in attrs}
        self._unseen += tag in UNSEEN
        for name, value in given.items():
            if name == "content" and given.get("name") not in ("description", "application-name"):
                continue
            on_button = name == "value" and tag == "input" and given.get("type") in BUTTONS
            if name in SHOWN or on_button or (name.startswith("data-") and WORDS.search(value)):
                self.found.append(value)

    def handle_endtag(self, tag: str) -> None:
        """Leave hidden content."""
        self._unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        """Note text."""
        if not self._unseen:
            self.found.append(ATTRIBUTES.sub("", data))
