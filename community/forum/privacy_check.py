"""Ask once before something is posted that tells who or where somebody is; posting it is never refused."""

import html
import re
from functools import cached_property
from typing import Any

from django import forms

from community.composing import pii
from community.composing.image_forms import PicturesForm
from community.core.text.richtext import RichText

SHOWN = 6
_MAIL_LINK = re.compile(r'href="mailto:([^"]{1,320})"')


class PrivacyCheckForm(PicturesForm):
    """A form whose text others will read. `shared` holds the fingerprints of what its author was asked about."""

    shared = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, published: RichText | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.published = published  # what others can read already is not asked about again

    @cached_property
    def asks(self) -> list[pii.Finding]:
        """Personal data in the text that the author was not asked about yet; none while the form is invalid."""
        if not self.is_bound or not self.is_valid():
            return []
        known = [*self._asked_fingerprints, *(finding.fingerprint for finding in pii.find(_words(self.published)))]
        title: str = self.cleaned_data.get("title", "")
        text = "\n".join([title, _words(self.cleaned_data["text"]), self.alts])
        return pii.unknown(pii.find(text), known)

    @property
    def asks_shown(self) -> list[pii.Finding]:
        """The first SHOWN of them."""
        return self.asks[:SHOWN]

    @property
    def asks_more(self) -> int:
        """How many more there are."""
        return max(len(self.asks) - SHOWN, 0)

    @property
    def shares(self) -> str:
        """The next value of `shared`: everything that the author has been asked about."""
        return " ".join(sorted(self._asked_fingerprints | {finding.fingerprint for finding in self.asks}))

    @property
    def _asked_fingerprints(self) -> set[str]:
        value: Any = self["shared"].value()
        return set(str(value or "").split())


def _words(text: RichText | None) -> str:
    """The words, and the mail addresses of links."""
    if text is None:
        return ""
    return "\n".join([text.plain, *map(html.unescape, _MAIL_LINK.findall(text.html))])
