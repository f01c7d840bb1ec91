"""Read and write how a viewer wants pages to look: colours, contrast, text size, spacing.

"" means no choice: the page follows the device, or the default. templates/base.html puts the choices on <html> as
`data-` attributes for static/css. A guest's choices are in a cookie, a member's also on the member's row.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from community.members.models import Member

KNOWN: Mapping[str, tuple[str, ...]] = {
    "theme": ("light", "dark"),
    "contrast": ("more",),
    "text": ("2", "3", "4"),
    "spacing": ("roomy",),
}


@dataclass(frozen=True)
class Display:
    """A viewer's choices, each a value of KNOWN or ""; settings.VIEWER_DISPLAY names this class for core."""

    theme: str = ""
    contrast: str = ""
    text: str = ""
    spacing: str = ""

    def __bool__(self) -> bool:
        return self != type(self)()

    def __str__(self) -> str:
        """The value of the cookie, such as "theme-dark.text-3"."""
        return ".".join(f"{name}-{value}" for name, value in asdict(self).items() if value)

    @classmethod
    def from_values(cls, values: Mapping[str, str]) -> Self:
        """Take the known choices among these values; ignore others, which may be outdated or forged."""
        wanted = {field.name: values.get(field.name, "") for field in fields(cls)}
        return cls(**{name: value for name, value in wanted.items() if value in KNOWN[name]})

    @classmethod
    def from_cookies(cls, cookies: Mapping[str, str]) -> Self:
        """Parse the choices in a browser's cookie."""
        pairs = (part.partition("-") for part in cookies.get(settings.DISPLAY_COOKIE_NAME, "").split("."))
        return cls.from_values({name: value for name, _dash, value in pairs})

    @classmethod
    def from_member(cls, member: "Member") -> Self:
        """Read the choices on a member's row."""
        return cls.from_values(
            {"theme": member.theme, "contrast": member.contrast, "text": member.text_size, "spacing": member.spacing}
        )

    @classmethod
    def from_request(cls, request: HttpRequest) -> Self:
        """Read a member's choices from the row, a guest's from the cookie."""
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            return cls.from_member(user)
        return cls.from_cookies(request.COOKIES)


def language_in_cookie(request: HttpRequest) -> str:
    """Return the language chosen in this browser; "" without a choice or for a language that is not offered."""
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return language if language in dict(settings.LANGUAGES) else ""
