"""Ask how a viewer wants pages to look, without knowing the app that stores it.

settings.VIEWER_DISPLAY names a class with the methods below. str() of an instance identifies the choices, as in a
cache key.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


class Display(Protocol):
    """A viewer's choices, each "" where there is none."""

    theme: str
    contrast: str
    text: str
    spacing: str


class DisplayClass(Protocol):
    """The class that settings.VIEWER_DISPLAY names."""

    def from_request(self, request: HttpRequest) -> Display:
        """Read the choices of whoever sent the request, signed in or not."""

    def from_cookies(self, cookies: Mapping[str, str]) -> Display:
        """Read a guest's choices; needs neither database nor session."""

    def from_values(self, values: Mapping[str, Any]) -> Display:
        """Take the known choices among these values."""


@cache
def display_class() -> DisplayClass:
    """Import the class that settings.VIEWER_DISPLAY names."""
    return cast(DisplayClass, import_string(settings.VIEWER_DISPLAY))
