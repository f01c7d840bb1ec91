"""Convert a text back into what a composer starts with: plain text, and HTML for the editor if it is formatted."""

from dataclasses import dataclass

from community.core.text import richtext
from community.core.text.plain_text import to_plain


@dataclass(frozen=True)
class ComposerText:
    """A text for the plain text box and for the editor; `html` is empty without formatting."""

    plain: str
    html: str = ""


def composer_text(body: str, *, rich: bool) -> ComposerText:
    """Convert a submitted `body` for a composer. `rich` says that it is HTML."""
    if not rich:
        return ComposerText(body)
    try:
        safe = richtext.clean(body).html
    except richtext.TooMuch:
        return ComposerText(to_plain(body), body)  # to be shortened; the editor drops markup it does not know
    return ComposerText(to_plain(safe), safe)
