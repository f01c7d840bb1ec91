"""Ask before something is posted that tells who or where somebody is. Asked once for each such thing, never refused."""

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
    """A form with what others will see. `shared` names, by their fingerprints, what its author was asked about."""

    shared = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, published: RichText | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.published = published  # what others can read already is not asked about again

    @cached_property
    def asks(self) -> list[pii.Finding]:
        """What the text tells about somebody and she was not asked about yet; nothing while the form is wrong."""
        if not self.is_bound or not self.is_valid():
            return []
        known = [*self._entries, *(finding.fingerprint for finding in pii.find(_words(self.published)))]
        title: str = self.cleaned_data.get("title", "")
        text = "\n".join([title, _words(self.cleaned_data["text"]), self.alts])
        return pii.unknown(pii.find(text), known)

    @property
    def asks_shown(self) -> list[pii.Finding]:
        """The first of them, as many as one can look at."""
        return self.asks[:SHOWN]

    @property
    def asks_more(self) -> int:
        """How many there are beyond those."""
        return max(len(self.asks) - SHOWN, 0)

    @property
    def shares(self) -> str:
        """What `shared` is the next time: everything that she was asked about until now."""
        return " ".join(sorted(self._entries | {finding.fingerprint for finding in self.asks}))

    @property
    def _entries(self) -> set[str]:
        value: Any = self["shared"].value()
        return set(str(value or "").split())


def _words(text: RichText | None) -> str:
    """The words, and mail addresses that stand behind other words."""
    if text is None:
        return ""
    return "\n".join([text.plain, *map(html.unescape, _MAIL_LINK.findall(text.html))])
