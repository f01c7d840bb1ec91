"""The texts of a page, and which of them come from the database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo, available_timezones

from django.apps import apps
from django.conf import settings
from django.test import Client

from tests.world import World

WORD = re.compile(r"[^\W\d_]{2}")
BETWEEN = re.compile(r"\s*[·:,]\s*")
SHOWN = {"alt", "title", "aria-label", "aria-description", "placeholder"}
BUTTONS = {"submit", "button", "reset"}
# Code, and what a member typed, is the same in every language.
NOT_TRANSLATED = {"code", "script", "style", "svg", "textarea"}


@dataclass
class Abroad(World):
    """The same world, with browsers that ask for this language."""

    language: str = ""

    def browser_of(self, who: str) -> Client:
        """Return a signed-in browser with this language."""
        client = super().browser_of(who)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = self.language
        return client


class PageText(HTMLParser):
    """The texts on a page, and the attributes that are shown or read aloud, without duplicates."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.pieces: set[str] = set()
        self._unseen = 0
        self._is_excerpt = False  # a paragraph with parts of a member's text or an article
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag's attributes."""
        given = {name: value or "" for name, value in attrs}
        self._unseen += tag in NOT_TRANSLATED
        self._is_excerpt = self._is_excerpt or "excerpt" in given.get("class", "").split()
        for name, value in given.items():
            on_button = name == "value" and given.get("type") in BUTTONS
            if name in SHOWN or on_button or (name.startswith("data-") and " " in value):
                self._note(value)

    def handle_endtag(self, tag: str) -> None:
        """Leave hidden content."""
        self._unseen -= tag in NOT_TRANSLATED
        self._is_excerpt = self._is_excerpt and tag != "p"

    def handle_data(self, data: str) -> None:
        """Note text."""
        if not self._unseen and not self._is_excerpt:
            self._note(data)

    def _note(self, text: str) -> None:
        if WORD.search(text):
            self.pieces.add(_even(text))


class Known:
    """Texts that may be the same in every language: names, and members' texts."""

    def __init__(self, *names: str) -> None:
        values = {value.replace("{organisation}", settings.ORGANISATION_NAME) for value in (*_values(), *names)}
        self._pieces = {
            piece for value in values for text in (value, *value.splitlines()) for piece in PageText(text).pieces
        }
        self._pieces |= {_even(value) for value in values}
        self._pieces |= {town for zone in available_timezones() for town in zone.replace("_", " ").split("/")}
        self._pieces |= {*ZoneInfo(settings.TIME_ZONE).tzname(datetime(2026, 1, 1)).split()}
        self._pieces |= {*ZoneInfo(settings.TIME_ZONE).tzname(datetime(2026, 7, 1)).split()}

    def __contains__(self, piece: str) -> bool:
        """Return whether the text, or each part of it ("Breast Cancer · Alongside"), is in the database."""
        return any(all(map(self._holds, parts)) for parts in ([piece], piece.split(" · "), BETWEEN.split(piece)))

    def _holds(self, part: str) -> bool:
        if part in self._pieces or not WORD.search(part):
            return True
        return part.endswith("…") and any(known.startswith(part[:-1]) for known in self._pieces)


def _even(text: str) -> str:
    return " ".join(text.split())


def _values() -> Iterator[str]:
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            for value in row:
                yield from _texts(value)


def _texts(value: object) -> Iterator[str]:
    """Yield the value, or the strings in it if it is JSON."""
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)
