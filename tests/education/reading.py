"""The text of a page, without its markup."""

import re
from html import unescape
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse

CONTENT = Path(settings.BASE_DIR) / "community/demo/content/education"
FIRST_TAB = "/learn/recurrent-breast-cancer/symptoms-causes/"


def words(markup: str) -> str:
    """Return the text of some markup in one line, with a space between blocks."""
    apart = re.sub(r"(</?(?:p|li|ul|ol|h\d|div|section|br)\b[^>]*>)", r" \1 ", markup)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", apart))).strip()


def text_of(response: HttpResponse) -> str:
    """Return the text of a whole response."""
    return words(response.text)


def headings(response: HttpResponse) -> list[str]:
    """Return the page's headings, in order."""
    found = re.findall(r"<h([1-6])\b[^>]*>(.*?)</h\1>", response.text, re.DOTALL)
    return [words(text) for _level, text in found]
